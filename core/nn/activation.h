// SPDX-License-Identifier: BSD-3-Clause
// Pointwise layers: forward and backward of Threshold (and so ReLU), Tanh and Sigmoid. Floating
// point tensors of any sizes and strides; results are resized and may be one of the inputs.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// out = in where in > threshold, else value.
TOCHA_API void threshold(Tensor& out, const Tensor& in, double threshold, double value);
/// grad_in = grad_out where in > threshold, else 0. `in` may be the output of an in-place forward
/// whose value does not exceed the threshold.
TOCHA_API void threshold_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                  double threshold);

/// Gradients in terms of the output; their forwards are `tanh` and `sigmoid` of core/ops/math.h.
TOCHA_API void tanh_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out);
TOCHA_API void sigmoid_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out);

}  // namespace tocha
