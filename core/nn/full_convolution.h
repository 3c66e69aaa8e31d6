// SPDX-License-Identifier: BSD-3-Clause
// Full convolution (also called transposed convolution or deconvolution): each input element adds
// its multiple of the kernel to the output. It is the gradient of a convolution with respect to its
// input, and is computed as that; its own gradient is the convolution. `weight` is in x out x
// kernel.
//
// An output size is (size - 1) stride - 2 pad + kernel + adjust: `adjust`, from 0 to stride - 1,
// chooses between the sizes that a convolution would shrink to the same.
#pragma once

#include "core/nn/convolution.h"

namespace tocha {

struct FullConvolution {
  const Tensor& weight;
  const Tensor* bias = nullptr;  // one element an output channel; null: none
  Windows windows;
  Shape adjust;  // one for each window
};

TOCHA_API void full_convolution(Tensor& out, const Tensor& in, const FullConvolution& layer);
TOCHA_API void full_convolution_backward_input(Tensor& grad_in, const Tensor& in,
                                               const Tensor& grad_out,
                                               const FullConvolution& layer);
/// Adds `scale` times the gradients to grad_weight and, unless it is null, grad_bias.
TOCHA_API void full_convolution_backward_weight(Tensor& grad_weight, Tensor* grad_bias,
                                                const Tensor& in, const Tensor& grad_out,
                                                const FullConvolution& layer, double scale);

}  // namespace tocha
