// SPDX-License-Identifier: BSD-3-Clause
// Matrices by their diagonals. Diagonal 0 is the main one, k > 0 lies above it, k < 0 below.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// Of a matrix: its diagonal k as a vector. Of a vector: the matrix with it as diagonal k, 0
/// elsewhere.
TOCHA_API void diag(Tensor& out, const Tensor& in, int64_t k);
/// The matrix with 0 above (tril) or below (triu) diagonal k. `out` may be `in`.
TOCHA_API void tril(Tensor& out, const Tensor& in, int64_t k);
TOCHA_API void triu(Tensor& out, const Tensor& in, int64_t k);

}  // namespace tocha
