// SPDX-License-Identifier: BSD-3-Clause
// Convolution (cross-correlation, as everybody means by now) over one, two or three dimensions: of
// sequences, images or volumes. Float and Double; `in` is channels x sizes or a batch of such, of
// any strides; results are contiguous. `weight` is out x (in / groups) x kernel, or the same
// elements as a matrix of `out` rows. With `groups` above 1 each group of output channels sees its
// own group of input channels only.
#pragma once

#include "core/nn/window.h"

namespace tocha {

inline constexpr int kMaxSpatial = 3;

/// How the kernel slides over each dimension, in the order of the sizes (height before width).
class Windows {
 public:
  Windows(std::initializer_list<Window> list) {
    for (const Window& window : list) push_back(window);
  }
  void push_back(const Window& window) {
    if (count_ == kMaxSpatial)
      fail_bug("a convolution over more than ", kMaxSpatial, " dimensions");
    list_[count_++] = window;
  }
  int size() const { return count_; }
  const Window& operator[](int d) const { return list_[d]; }
  operator std::span<const Window>() const { return {list_, size_t(count_)}; }

 private:
  int count_ = 0;
  Window list_[kMaxSpatial] = {{1}, {1}, {1}};
};

struct Convolution {
  const Tensor& weight;
  const Tensor* bias = nullptr;  // one element an output channel; null: none
  Windows windows;
  int64_t groups = 1;
};

/// Sizes of a call, as if always over three dimensions: of `dims` below 3 the first ones are 1.
struct ConvolutionShape {
  int dims;
  int64_t batch, in_channels, out_channels, groups;
  int64_t in[kMaxSpatial], out[kMaxSpatial];
  Window windows[kMaxSpatial];

  int64_t in_positions() const { return in[0] * in[1] * in[2]; }
  int64_t out_positions() const { return out[0] * out[1] * out[2]; }
  int64_t in_image() const { return in_channels * in_positions(); }
  int64_t out_image() const { return out_channels * out_positions(); }
  int64_t kernel() const { return windows[0].kernel * windows[1].kernel * windows[2].kernel; }
  int64_t filter() const { return in_channels / groups * kernel(); }  // weights of one output
  int64_t weights() const { return out_channels * filter(); }

  /// `in` and `out`: the sizes of the last dimensions, one for each window.
  ConvolutionShape(const Windows& windows, int64_t batch, int64_t in_channels, int64_t out_channels,
                   int64_t groups, std::span<const int64_t> in, std::span<const int64_t> out);
};

/// What the device's kernels get: contiguous tensors of one type, results apart from the inputs.
struct ConvolutionForward {
  Tensor& out;
  const Tensor& in;
  const Tensor& weight;
  const Tensor* bias;
  ConvolutionShape shape;
};
/// `bias`, one element an input channel, is added to the result unless it is null.
struct ConvolutionBackwardInput {
  Tensor& grad_in;
  const Tensor& grad_out;
  const Tensor& weight;
  const Tensor* bias;
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
/// windows; grad_weight has the element count of its weight, and any strides.
TOCHA_API void convolution_backward_weight(Tensor& grad_weight, Tensor* grad_bias, const Tensor& in,
                                           const Tensor& grad_out, const Convolution& layer,
                                           double scale);

}  // namespace tocha
