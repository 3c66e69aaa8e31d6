// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/blas.h"

#include <dlfcn.h>
#include <dnnl.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/cpu/scratch.h"

namespace tocha::cpu {
namespace {

const char* core_type() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return nullptr;
}

void* open_library() {
  const char* variable = "OPENBLAS_CORETYPE";
  const bool set = !std::getenv(variable) && core_type();
  if (set) setenv(variable, core_type(), 1);
  // The build on OpenMP shares our threads; others would start a second pool.
  void* library = nullptr;
  // Debian keeps it in a folder of its own, Fedora under a name of its own.
  for (const char* name : {TOCHA_OPENBLAS_OPENMP, "libopenblaso.so.0", "libopenblas.so.0"}) {
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library) break;
  }
  if (set) unsetenv(variable);
  return library;
}

void sgemm(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const float* a,
           int64_t lda, const float* b, int64_t ldb, double beta, float* c, int64_t ldc) {
  const dnnl_status_t status = dnnl_sgemm(ta ? 'T' : 'N', tb ? 'T' : 'N', m, n, k, float(alpha), a,
                                          lda, b, ldb, float(beta), c, ldc);
  if (status != dnnl_success)
    fail_environment("oneDNN's matrix product failed: status ", int(status));
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
      sgemm(false, false, some, last, k, alpha, a + first * lda, lda, b, ldb, beta, c + first * ldc,
            ldc);
      gemv(false, some, k, alpha, a + first * lda, lda, column, beta, c + first * ldc + last, ldc);
    }
  });
}

}  // namespace

void* blas_symbol(const char* name) {
  // dlerror tells its text once, but every call needs it.
  static std::string why;
  static void* library = [] {
    void* opened = open_library();
    const char* text = opened ? nullptr : dlerror();
    if (text) why = text;
    return opened;
  }();
  if (!library) {
    fail_environment("OpenBLAS cannot be loaded (Debian: libopenblas0-openmp): ", why);
  }
  void* symbol = dlsym(library, name);
  if (!symbol) fail_environment("OpenBLAS has no function ", name);
  return symbol;
}

void gemm(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const float* a,
          int64_t lda, const float* b, int64_t ldb, double beta, float* c, int64_t ldc) {
  if (!ta && !tb && odd_column(m, n, k)) {
    return gemm_odd_column(m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  }
  sgemm(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void gemm(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const double* a,
          int64_t lda, const double* b, int64_t ldb, double beta, double* c, int64_t ldc) {
  using Function = void(int order, int ta, int tb, int m, int n, int k, double, const double*, int,
                        const double*, int, double, double*, int);
  static Function* function = blas_function<Function>("cblas_dgemm");
  constexpr int kRowMajor = 101, kPlain = 111, kTransposed = 112;
  for (int64_t size : {m, n, k, lda, ldb, ldc}) {
    if (size != int(size)) fail("a size of ", size, " is beyond OpenBLAS");
  }
  function(kRowMajor, ta ? kTransposed : kPlain, tb ? kTransposed : kPlain, int(m), int(n), int(k),
           alpha, a, int(lda), b, int(ldb), beta, c, int(ldc));
}

}  // namespace tocha::cpu
