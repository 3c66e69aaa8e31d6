// SPDX-License-Identifier: BSD-3-Clause
// OpenBLAS, for double precision and LAPACK, loaded when first needed: loading takes 5 ms, which a
// script without doubles need not pay.
//
// Debian's OpenBLAS falls back to its slowest kernels on CPUs newer than itself (measured: five
// times slower), so the core type is chosen from CPUID and handed over before it is loaded.
#pragma once

#include <cstdint>

namespace tocha::cpu {

/// The address of a function of OpenBLAS ("cblas_dgemm", "dpotrf_"). Environment error when the
/// library or the function is not there.
void* blas_symbol(const char* name);

/// The same with a type: `blas_function<void(int*, ...)>("dgesv_")`.
template <class Function>
Function* blas_function(const char* name) {
  return reinterpret_cast<Function*>(blas_symbol(name));
}

// c (m x n, row major) = alpha op(a) op(b) + beta c. `ta`, `tb`: the operand is stored transposed.
// float goes through oneDNN, double through OpenBLAS.
void gemm(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const float* a,
          int64_t lda, const float* b, int64_t ldb, double beta, float* c, int64_t ldc);
void gemm(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const double* a,
          int64_t lda, const double* b, int64_t ldb, double beta, double* c, int64_t ldc);

// y = alpha a x + beta y for a row-major m x k matrix, or its transpose (x has m, y has k
// elements). y may be strided; beta 0: y is not read. One pass over a, which is what limits it.
void gemv(bool transposed, int64_t m, int64_t k, double alpha, const float* a, int64_t lda,
          const float* x, double beta, float* y, int64_t incy);
void gemv(bool transposed, int64_t m, int64_t k, double alpha, const double* a, int64_t lda,
          const double* x, double beta, double* y, int64_t incy);

}  // namespace tocha::cpu
