// SPDX-License-Identifier: BSD-3-Clause
// The QR decomposition of matrices, Float or Double, and its parts as LAPACK has them: Q as a
// sequence of k reflectors (Householder), kept below the diagonal of a matrix, and k factors tau.
// Results may be arguments and are written last; matrices are stored by columns except for R.
#pragma once

#include "core/ops/lapack.h"

namespace tocha {

/// a = q r for a matrix m x n and k = min(m, n): q (m x k) has orthonormal columns, r (k x n) is
/// upper triangular.
TOCHA_API void qr(Tensor& q, Tensor& r, const Tensor& a);

/// `reflectors` (m x n) receives R in its upper triangle and the reflectors below, tau is a vector.
TOCHA_API void geqrf(Tensor& reflectors, Tensor& tau, const Tensor& a);

/// q has the sizes of `reflectors`; its first k columns are Q's, where k is the count of tau, the
/// others those of `reflectors`.
TOCHA_API void orgqr(Tensor& q, const Tensor& reflectors, const Tensor& tau);

/// Q c or, from the right, c Q, with Q (square) or its transpose.
TOCHA_API void ormqr(Tensor& out, const Tensor& reflectors, const Tensor& tau, const Tensor& c,
                     bool left, bool transposed);

}  // namespace tocha
