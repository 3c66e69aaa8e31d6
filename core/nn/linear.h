// SPDX-License-Identifier: BSD-3-Clause
// The fully connected layer: y = W x + b for a vector x, or for each row of a batch. W is
// outputs x inputs. Floating point tensors of any strides.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// `bias` may be null.
TOCHA_API void linear(Tensor& out, const Tensor& in, const Tensor& weight, const Tensor* bias);
TOCHA_API void linear_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                               const Tensor& weight);
/// Adds the gradients of the parameters, times `scale`. `grad_bias` may be null.
TOCHA_API void linear_backward_parameters(Tensor& grad_weight, Tensor* grad_bias, const Tensor& in,
                                          const Tensor& grad_out, double scale);

}  // namespace tocha
