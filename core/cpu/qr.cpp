// SPDX-License-Identifier: BSD-3-Clause
// QR decompositions on the CPU.
#include "core/cpu/lapack.h"

namespace tocha::cpu {

void geqrf(Tensor& a, Tensor& tau) {
  visit_real(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int m = lapack_size(a.size(0)), n = lapack_size(a.size(1));
    lapack_with_work<T>("geqrf", std::min(m, n), m, n, a.data<T>(), m, tau.data<T>());
  });
}

void orgqr(Tensor& q, const Tensor& tau) {
  visit_real(q.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int m = lapack_size(q.size(0)), k = lapack_size(tau.size(0));
    lapack_with_work<T>("orgqr", k, m, k, k, q.data<T>(), m, tau.data<T>());
  });
}

void ormqr(Tensor& c, const Tensor& reflectors, const Tensor& tau, bool left, bool transposed) {
  visit_real(c.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int m = lapack_size(c.size(0)), n = lapack_size(c.size(1));
    lapack_with_work<T>("ormqr", tau.size(0), left ? 'L' : 'R', transposed ? 'T' : 'N', m, n,
                        lapack_size(tau.size(0)), reflectors.data<T>(), left ? m : n, tau.data<T>(),
                        c.data<T>(), m);
  });
}

}  // namespace tocha::cpu
