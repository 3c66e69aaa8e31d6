// SPDX-License-Identifier: BSD-3-Clause
// Eigenvalues on the CPU.
#include "core/cpu/lapack.h"

namespace tocha::cpu {

int64_t symeig(Tensor& values, Tensor& a, bool vectors, bool upper) {
  return visit_real(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int n = lapack_size(a.size(0));
    return lapack_with_work<T>("syev", n, vectors ? 'V' : 'N', upper ? 'U' : 'L', n, a.data<T>(), n,
                               values.data<T>());
  });
}

int64_t eig(Tensor& values, Tensor* vectors, Tensor& a) {
  return visit_real(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int n = lapack_size(a.size(0));
    T* const parts = values.data<T>();
    T unused = 0;
    return lapack_with_work<T>("geev", n, 'N', vectors ? 'V' : 'N', n, a.data<T>(), n, parts,
                               parts + n, &unused, 1, vectors ? vectors->data<T>() : &unused, n);
  });
}

}  // namespace tocha::cpu
