// SPDX-License-Identifier: BSD-3-Clause
// Convolution of sequences whose frames lie one after the other: frames x features, or a batch of
// such. A window is one run of memory then, so all windows are the rows of a matrix (copied, since
// they overlap) and the convolution is one product with `weight`: out x (kernel features).
#pragma once

#include "core/nn/window.h"

namespace tocha {

TOCHA_API void temporal_convolution(Tensor& out, const Tensor& in, const Tensor& weight,
                                    const Tensor* bias, const Window& window);
TOCHA_API void temporal_convolution_backward_input(Tensor& grad_in, const Tensor& in,
                                                   const Tensor& grad_out, const Tensor& weight,
                                                   const Window& window);
/// Adds `scale` times the gradients to grad_weight and, unless it is null, grad_bias.
TOCHA_API void temporal_convolution_backward_weight(Tensor& grad_weight, Tensor* grad_bias,
                                                    const Tensor& in, const Tensor& grad_out,
                                                    const Window& window, double scale);

}  // namespace tocha
