// SPDX-License-Identifier: BSD-3-Clause
// Eigenvalues and eigenvectors of square matrices, Float or Double. NaNs and infinities are the
// caller's error, and so is an iteration that does not converge. Results may be arguments and are
// written last; eigenvectors are the columns of a matrix that is stored by columns.
#pragma once

#include "core/ops/lapack.h"

namespace tocha {

/// Of a symmetric matrix m x m, of which one triangle is read: the eigenvalues (m, ascending) and,
/// where `vectors` is not null, orthonormal eigenvectors.
TOCHA_API void symeig(Tensor& values, Tensor* vectors, const Tensor& a, bool upper);

/// Of any matrix m x m: real and imaginary parts of the eigenvalues (m x 2), conjugate pairs one
/// after the other, that with the positive imaginary part first. Where `vectors` is not null: right
/// eigenvectors of length 1; a pair of values shares two columns, the real and imaginary part of
/// the vector of the first.
TOCHA_API void eig(Tensor& values, Tensor* vectors, const Tensor& a);

}  // namespace tocha
