// SPDX-License-Identifier: BSD-3-Clause
// Symmetric positive definite matrices (Float or Double) by their Cholesky factors: U with
// a = U^T U (upper) or L with a = L L^T. Of a symmetric matrix only that triangle is read. Results
// are stored by columns, may be arguments and are written last.
#pragma once

#include "core/ops/lapack.h"

namespace tocha {

/// The factor, its other triangle zero. The caller's error names the leading minor that is not
/// positive definite.
TOCHA_API void potrf(Tensor& out, const Tensor& a, bool upper);

/// x with a x = b, from a's factor; b is a matrix, or a vector, which counts as one column.
TOCHA_API void potrs(Tensor& x, const Tensor& b, const Tensor& factor, bool upper);

/// The inverse of a, both triangles, from a's factor; the caller's error when its diagonal has a 0.
TOCHA_API void potri(Tensor& out, const Tensor& factor, bool upper);

/// The factor of P^T a P and the permutation, which moves the largest remaining diagonal element to
/// the front in each step: P[pivots[k]][k] is 1, pivots (Int) count from 1. The caller's error when
/// a pivot is at most `tolerance` (negative: n times the rounding error of the largest element),
/// so when `a` is not positive definite to that precision.
TOCHA_API void pstrf(Tensor& out, Tensor& pivots, const Tensor& a, bool upper, double tolerance);

}  // namespace tocha
