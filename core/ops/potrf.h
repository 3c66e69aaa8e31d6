// SPDX-License-Identifier: BSD-3-Clause
// The Cholesky factorization (LAPACK's potrf).
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// out = U with a = U^T U (upper), or L with a = L L^T; the other triangle is zero. `a` is a
/// symmetric positive definite matrix, Float or Double, of which only that triangle is read. The
/// caller's error names the leading minor that is not positive definite.
TOCHA_API void potrf(Tensor& out, const Tensor& a, bool upper);

}  // namespace tocha
