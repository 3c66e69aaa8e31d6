// SPDX-License-Identifier: BSD-3-Clause
// Cholesky on the CPU. LAPACK counts by columns: our rows are its columns, our upper its lower.
#include "core/cpu/blas.h"
#include "core/cpu/kernels.h"

namespace tocha::cpu {

int64_t potrf(Tensor& a, bool upper) {
  return visit_real(a.dtype(), [&](auto zero) -> int64_t {
    using T = decltype(zero);
    const char triangle = upper ? 'L' : 'U';
    const int n = int(a.size(0));
    int info = 0;
    blas_function<void(const char*, const int*, T*, const int*, int*)>(
        sizeof(T) == 4 ? "spotrf_" : "dpotrf_")(&triangle, &n, a.data<T>(), &n, &info);
    for (int64_t i = 0; i < n; ++i) {
      T* row = a.data<T>() + i * n;
      if (upper)
        std::fill(row, row + i, T(0));
      else
        std::fill(row + i + 1, row + n, T(0));
    }
    return info;
  });
}

}  // namespace tocha::cpu
