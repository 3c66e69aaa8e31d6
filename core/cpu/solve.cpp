// SPDX-License-Identifier: BSD-3-Clause
// Linear systems on the CPU.
#include "core/cpu/lapack.h"

namespace tocha::cpu {

int64_t gesv(Tensor& b, Tensor& a) {
  return visit_real(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int n = lapack_size(a.size(0)), count = lapack_size(b.size(1));
    Tensor pivots(DType::Int, Shape{n});
    return lapack<T>("gesv", n, count, a.data<T>(), n, pivots.data<int>(), b.data<T>(), n);
  });
}

int64_t trtrs(Tensor& b, const Tensor& a, const Triangular& form) {
  return visit_real(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int n = lapack_size(a.size(0)), count = lapack_size(b.size(1));
    return lapack<T>("trtrs", form.upper ? 'U' : 'L', form.transposed ? 'T' : 'N',
                     form.unit ? 'U' : 'N', n, count, a.data<T>(), n, b.data<T>(), n);
  });
}

int64_t gels(Tensor& b, Tensor& a) {
  return visit_real(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int m = lapack_size(a.size(0)), n = lapack_size(a.size(1)),
              count = lapack_size(b.size(1));
    return lapack_with_work<T>("gels", std::min(m, n), 'N', m, n, count, a.data<T>(), m,
                               b.data<T>(), std::max(m, n));
  });
}

int64_t inverse(Tensor& a) {
  return visit_real(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int n = lapack_size(a.size(0));
    Tensor pivots(DType::Int, Shape{n});
    const int info = lapack<T>("getrf", n, n, a.data<T>(), n, pivots.data<int>());
    if (info != 0) return info;
    return lapack_with_work<T>("getri", n, n, a.data<T>(), n, pivots.data<int>());
  });
}

}  // namespace tocha::cpu
