// SPDX-License-Identifier: BSD-3-Clause
// Matrix times vector. What limits it is the matrix's way from memory, so there is one pass over
// it: rows as dot products, or, transposed, four rows at a time added to the result.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/gemv.cpp"
#include "hwy/foreach_target.h"

#include <vector>

#include "core/base/parallel.h"
#include "core/cpu/blas.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr int64_t kGrain = 16384;  // elements of the matrix that a thread takes at least

template <class T>
HWY_ATTR T dot(const T* a, const T* x, int64_t n) {
  const hn::ScalableTag<T> d;
  const int64_t lanes = int64_t(hn::Lanes(d));
  auto s0 = hn::Zero(d), s1 = s0, s2 = s0, s3 = s0;  // four sums hide the latency of an addition
  int64_t i = 0;
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    s0 = hn::MulAdd(hn::LoadU(d, a + i), hn::LoadU(d, x + i), s0);
    s1 = hn::MulAdd(hn::LoadU(d, a + i + lanes), hn::LoadU(d, x + i + lanes), s1);
    s2 = hn::MulAdd(hn::LoadU(d, a + i + 2 * lanes), hn::LoadU(d, x + i + 2 * lanes), s2);
    s3 = hn::MulAdd(hn::LoadU(d, a + i + 3 * lanes), hn::LoadU(d, x + i + 3 * lanes), s3);
  }
  for (; i + lanes <= n; i += lanes) {
    s0 = hn::MulAdd(hn::LoadU(d, a + i), hn::LoadU(d, x + i), s0);
  }
  T sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(s0, s1), hn::Add(s2, s3))));
  for (; i < n; ++i) sum += a[i] * x[i];
  return sum;
}

// y[j] += sum over the rows of x[i] a[i][j], for columns begin ... end-1.
template <class T>
HWY_ATTR void add_rows(int64_t m, const T* a, int64_t lda, const T* x, T* y, int64_t n) {
  int64_t i = 0;
  for (; i + 4 <= m; i += 4) {
    const T *r0 = a + i * lda, *r1 = r0 + lda, *r2 = r1 + lda, *r3 = r2 + lda;
    const T x0 = x[i], x1 = x[i + 1], x2 = x[i + 2], x3 = x[i + 3];
#pragma GCC ivdep
    for (int64_t j = 0; j < n; ++j) y[j] += x0 * r0[j] + x1 * r1[j] + x2 * r2[j] + x3 * r3[j];
  }
  for (; i < m; ++i) {
    const T* r = a + i * lda;
    const T xi = x[i];
#pragma GCC ivdep
    for (int64_t j = 0; j < n; ++j) y[j] += xi * r[j];
  }
}

template <class T>
HWY_ATTR void run(bool transposed, int64_t m, int64_t k, T alpha, const T* a, int64_t lda,
                  const T* x, T beta, T* y, int64_t incy) {
  auto put = [&](int64_t i, T sum) HWY_ATTR {
    y[i * incy] = beta == 0 ? alpha * sum : alpha * sum + beta * y[i * incy];
  };
  if (!transposed) {
    parallel_for(m, std::max<int64_t>(1, kGrain / k), [&](int64_t begin, int64_t end) HWY_ATTR {
      for (int64_t i = begin; i < end; ++i) put(i, dot(a + i * lda, x, k));
    });
    return;
  }
  parallel_for(k, std::max<int64_t>(64, kGrain / m), [&](int64_t begin, int64_t end) HWY_ATTR {
    constexpr int64_t kPiece = 512;  // sums that stay in the first cache
    T sums[kPiece];
    for (int64_t j = begin; j < end; j += kPiece) {
      const int64_t n = std::min(kPiece, end - j);
      std::fill_n(sums, n, T(0));
      add_rows(m, a + j, lda, x, sums, n);
      for (int64_t i = 0; i < n; ++i) put(j + i, sums[i]);
    }
  });
}

void gemv_float(bool transposed, int64_t m, int64_t k, double alpha, const float* a, int64_t lda,
                const float* x, double beta, float* y, int64_t incy) {
  run<float>(transposed, m, k, float(alpha), a, lda, x, float(beta), y, incy);
}
void gemv_double(bool transposed, int64_t m, int64_t k, double alpha, const double* a, int64_t lda,
                 const double* x, double beta, double* y, int64_t incy) {
  run<double>(transposed, m, k, alpha, a, lda, x, beta, y, incy);
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::cpu {
HWY_EXPORT(gemv_float);
HWY_EXPORT(gemv_double);
void gemv(bool transposed, int64_t m, int64_t k, double alpha, const float* a, int64_t lda,
          const float* x, double beta, float* y, int64_t incy) {
  HWY_DYNAMIC_DISPATCH(gemv_float)(transposed, m, k, alpha, a, lda, x, beta, y, incy);
}
void gemv(bool transposed, int64_t m, int64_t k, double alpha, const double* a, int64_t lda,
          const double* x, double beta, double* y, int64_t incy) {
  HWY_DYNAMIC_DISPATCH(gemv_double)(transposed, m, k, alpha, a, lda, x, beta, y, incy);
}
}  // namespace tocha::cpu
#endif
