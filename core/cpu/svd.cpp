// SPDX-License-Identifier: BSD-3-Clause
// Singular values on the CPU: LAPACK's gesvd, as in Torch7, so that the signs are the same.
#include "core/cpu/lapack.h"

namespace tocha::cpu {

int64_t svd(Tensor& u, Tensor& s, Tensor& vt, Tensor& a) {
  return visit_real(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int n = lapack_size(a.size(0)), m = lapack_size(a.size(1));
    const char job = u.size(1) + vt.size(0) > 2 * s.size(0) ? 'A' : 'S';
    return lapack_with_work<T>("gesvd", s.size(0), job, job, n, m, a.data<T>(), n, s.data<T>(),
                               u.data<T>(), n, vt.data<T>(), int(vt.size(0)));
  });
}

}  // namespace tocha::cpu
