// SPDX-License-Identifier: BSD-3-Clause
// Products of matrices and vectors in float, through oneDNN, and double, through OpenBLAS.
#pragma once

#include <cstdint>

namespace tocha::cpu {

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
