// SPDX-License-Identifier: BSD-3-Clause
// Systems of linear equations. Matrices are Float or Double; `b` is a matrix or a vector, which
// counts as a matrix of one column. Results are stored by columns, may be arguments and are written
// last: after an error they are as before.
#pragma once

#include "core/ops/lapack.h"

namespace tocha {

/// x with a x = b, and lu = L (below the diagonal, ones on it) and U of the rows of a permuted. The
/// caller's error when a is singular.
TOCHA_API void gesv(Tensor& x, Tensor& lu, const Tensor& b, const Tensor& a);

/// x with a x = b for a triangular matrix, of which the other triangle is not read; `copy` receives
/// a. The caller's error when the diagonal has a zero.
TOCHA_API void trtrs(Tensor& x, Tensor& copy, const Tensor& b, const Tensor& a, const Triangular&);

/// For a (m x n, of full rank): the x with the least ||a x - b|| (m >= n), or of those with a x = b
/// the one with the least ||x|| (m < n); `factors` receives a's QR or LQ factors. x has n rows. One
/// that was empty has columns of max(m, n) in its storage: the squares of what lies below the n-th
/// row add up to the squared norm of that column's residual.
TOCHA_API void gels(Tensor& x, Tensor& factors, const Tensor& b, const Tensor& a);

/// The inverse of a square matrix; the caller's error when it is singular.
TOCHA_API void inverse(Tensor& out, const Tensor& a);

}  // namespace tocha
