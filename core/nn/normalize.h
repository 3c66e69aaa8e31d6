// SPDX-License-Identifier: BSD-3-Clause
// Rows of a matrix, or a vector, divided by their p-norm. Float and Double, any strides.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// out = in / norm for each row, where norm = (sum |in|^p + epsilon)^(1/p), or for p = infinity max
/// |in| + epsilon. p > 0. `norm` becomes a column of the rows' norms.
TOCHA_API void normalize(Tensor& out, Tensor& norm, const Tensor& in, double p, double epsilon);
/// With the norms of the forward pass.
TOCHA_API void normalize_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                  const Tensor& norm, double p, double epsilon);

}  // namespace tocha
