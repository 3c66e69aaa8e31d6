// SPDX-License-Identifier: BSD-3-Clause
// Convolution of images (cross-correlation, as everybody means by now). Float and Double; `in` is
// channels x height x width or a batch of such, of any strides; results are contiguous. `weight` is
// out x in x kernel height x kernel width, or the same elements as a matrix of `out` rows.
#pragma once

#include "core/nn/window.h"

namespace tocha {

struct Convolution {
  const Tensor& weight;
  const Tensor* bias = nullptr;  // one element an output channel; null: none
  Window h, w;
};

struct ConvolutionShape {
  int64_t batch, in_channels, in_height, in_width, out_channels, out_height, out_width;
  Window h, w;

  int64_t in_image() const { return in_channels * in_height * in_width; }
  int64_t out_image() const { return out_channels * out_height * out_width; }
  int64_t filter() const { return in_channels * h.kernel * w.kernel; }  // weights of one output
};

/// What the device's kernels get: contiguous tensors of one type, results apart from the inputs.
struct ConvolutionForward {
  Tensor& out;
  const Tensor& in;
  const Tensor& weight;
  const Tensor* bias;
  ConvolutionShape shape;
};
struct ConvolutionBackwardInput {
  Tensor& grad_in;
  const Tensor& grad_out;
  const Tensor& weight;
  ConvolutionShape shape;
};
/// Adds `scale` times the gradients to `grad_weight` and, unless it is null, `grad_bias`.
struct ConvolutionBackwardWeight {
  Tensor& grad_weight;
  Tensor* grad_bias;
  const Tensor& in;
  const Tensor& grad_out;
  double scale;
  ConvolutionShape shape;
};

TOCHA_API void convolution(Tensor& out, const Tensor& in, const Convolution& layer);

/// The gradient with respect to the input; `in` gives its sizes.
TOCHA_API void convolution_backward_input(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                          const Convolution& layer);

/// grad_weight += scale * gradient, and the same for grad_bias unless it is null. `layer` gives the
/// window; grad_weight has the element count of its weight, and any strides.
TOCHA_API void convolution_backward_weight(Tensor& grad_weight, Tensor* grad_bias, const Tensor& in,
                                           const Tensor& grad_out, const Convolution& layer,
                                           double scale);

}  // namespace tocha
