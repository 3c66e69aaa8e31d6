// SPDX-License-Identifier: BSD-3-Clause
// Cholesky factors on the CPU.
#include "core/cpu/lapack.h"

namespace tocha::cpu {

static char triangle(bool upper) { return upper ? 'U' : 'L'; }

int64_t potrf(Tensor& a, bool upper) {
  return visit_real(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int n = lapack_size(a.size(0));
    const int info = lapack<T>("potrf", triangle(upper), n, a.data<T>(), n);
    if (info != 0) return info;
    for (int i = 0; i < n; ++i) {  // OpenBLAS lets NaNs pass
      if (std::isnan(a.data<T>()[i * (int64_t(n) + 1)])) return i + 1;
    }
    return 0;
  });
}

int64_t potrs(Tensor& b, const Tensor& factor, bool upper) {
  return visit_real(b.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int n = lapack_size(b.size(0)), count = lapack_size(b.size(1));
    return lapack<T>("potrs", triangle(upper), n, count, factor.data<T>(), n, b.data<T>(), n);
  });
}

int64_t potri(Tensor& factor, bool upper) {
  return visit_real(factor.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int n = lapack_size(factor.size(0));
    return lapack<T>("potri", triangle(upper), n, factor.data<T>(), n);
  });
}

int64_t pstrf(Tensor& a, Tensor& pivots, int64_t& rank, bool upper, double tolerance) {
  return visit_real(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int n = lapack_size(a.size(0));
    Tensor work(kDType<T>, Shape{n, 2});
    int steps = 0;
    const ThreadsFor threads(n);
    const int info = lapack<T>("pstrf", triangle(upper), n, a.data<T>(), n, pivots.data<int>(),
                               &steps, T(tolerance), work.data<T>());
    rank = steps;
    return info;
  });
}

}  // namespace tocha::cpu
