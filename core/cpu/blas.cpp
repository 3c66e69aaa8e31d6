// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/blas.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/cpu/onednn.h"
#include "core/cpu/openblas.h"
#include "core/cpu/scratch.h"

namespace tocha::cpu {
namespace {

void multiply(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const float* a,
              int64_t lda, const float* b, int64_t ldb, double beta, float* c, int64_t ldc) {
  const OneHostThread one(onednn::host_threads());
  const dnnl_status_t status = dnnl_sgemm(ta ? 'T' : 'N', tb ? 'T' : 'N', m, n, k, float(alpha), a,
                                          lda, b, ldb, float(beta), c, ldc);
  if (status != dnnl_success)
    fail_environment("oneDNN's matrix product failed: status ", int(status));
}

void multiply(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const double* a,
              int64_t lda, const double* b, int64_t ldb, double beta, double* c, int64_t ldc) {
  using Function = void(int order, int ta, int tb, int m, int n, int k, double, const double*, int,
                        const double*, int, double, double*, int);
  static Function* function = blas_function<Function>("cblas_dgemm");
  constexpr int kRowMajor = 101, kPlain = 111, kTransposed = 112;
  for (int64_t size : {m, n, k, lda, ldb, ldc}) {
    if (size != int(size)) fail("a size of ", size, " is beyond OpenBLAS");
  }
  const BlasCall call;
  function(kRowMajor, ta ? kTransposed : kPlain, tb ? kTransposed : kPlain, int(m), int(n), int(k),
           alpha, a, int(lda), b, int(ldb), beta, c, int(ldc));
}

// Multiplications that are worth a thread: 20 microseconds. A thread that sleeps is not awake
// sooner.
template <class T>
constexpr int64_t kThreadWork = sizeof(T) == 8 ? 1 << 20 : 1 << 21;

// The library's product on as many threads as are worth it. A result that is large enough is cut
// into bands of rows or columns, which threads take when they come to them; the library's own
// threads would have to come all, which takes long where the processors are busy. They are left
// what has long sums and a small result.
template <class T>
void shared_product(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const T* a,
                    int64_t lda, const T* b, int64_t ldb, double beta, T* c, int64_t ldc) {
  constexpr int64_t kBand = 16;  // what the libraries' kernels take at a time
  const int64_t work = m * n * k / kThreadWork<T>, longer = std::max(m, n);
  const int64_t parts = std::min<int64_t>(num_threads(), work);
  if (parts <= 1 || longer < 4 * kBand * parts) {
    const onednn::ThreadCount count(parts <= 1 ? 1 : num_threads());
    return multiply(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  }
  auto edge = [&](int64_t part) {
    return part == parts ? longer : (longer * part / parts + kBand / 2) / kBand * kBand;
  };
  parallel_for(parts, 1, [&](int64_t begin, int64_t end) {
    const int64_t from = edge(begin), size = edge(end) - from;
    if (m >= n) {
      multiply(ta, tb, size, n, k, alpha, a + from * (ta ? 1 : lda), lda, b, ldb, beta,
               c + from * ldc, ldc);
    } else {
      multiply(ta, tb, m, size, k, alpha, a, lda, b + from * (tb ? ldb : 1), ldb, beta, c + from,
               ldc);
    }
  });
}

// oneDNN's kernels take 16 columns at a time, and one that is left over costs as much as 16: a
// third of the time for the 49 positions of a 7x7 image.
bool odd_column(int64_t m, int64_t n, int64_t k) {
  return n % 16 == 1 && n > 16 && n < 64 && m * k > 1 << 12;
}

// The last column as a product with a vector, for some rows of `a` at a time, which are in the
// cache then.
void gemm_odd_column(int64_t m, int64_t n, int64_t k, double alpha, const float* a, int64_t lda,
                     const float* b, int64_t ldb, double beta, float* c, int64_t ldc) {
  constexpr int64_t kPiece = 1 << 17;  // elements of `a`
  const int64_t last = n - 1, threads = num_threads();
  const Scratch memory(size_t(k) * sizeof(float));
  float* const column = memory.as<float>();
  for (int64_t i = 0; i < k; ++i) column[i] = b[i * ldb + last];
  const int64_t rows = std::clamp<int64_t>(kPiece / k, 16, (m + threads - 1) / threads + 15);
  const int64_t pieces = (m + rows - 1) / rows;
  parallel_for(pieces, 1, [&](int64_t begin, int64_t end) {
    for (int64_t first = begin * rows; first < std::min(m, end * rows); first += rows) {
      const int64_t some = std::min(rows, m - first);
      multiply(false, false, some, last, k, alpha, a + first * lda, lda, b, ldb, beta,
               c + first * ldc, ldc);
      gemv(false, some, k, alpha, a + first * lda, lda, column, beta, c + first * ldc + last, ldc);
    }
  });
}

}  // namespace

void gemm(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const float* a,
          int64_t lda, const float* b, int64_t ldb, double beta, float* c, int64_t ldc) {
  if (!ta && !tb && odd_column(m, n, k)) {
    return gemm_odd_column(m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  }
  shared_product(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void gemm(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const double* a,
          int64_t lda, const double* b, int64_t ldb, double beta, double* c, int64_t ldc) {
  shared_product(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

}  // namespace tocha::cpu
