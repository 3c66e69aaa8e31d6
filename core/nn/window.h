// SPDX-License-Identifier: BSD-3-Clause
// How a kernel slides over one dimension of an image, for convolution and pooling; and the checks
// on images and windows that both make in the same words.
#pragma once

#include "core/nn/checks.h"

namespace tocha {

struct Window {
  int64_t kernel;
  int64_t stride = 1, pad = 0, dilation = 1;

  /// How many positions of the input a kernel spans.
  int64_t extent() const { return dilation * (kernel - 1) + 1; }
  /// How many windows fit into `size` positions padded on both sides; below 1: none does. With
  /// `ceil` a last window may hang over the end.
  int64_t outputs(int64_t size, bool ceil = false) const {
    const int64_t room = size + 2 * pad - extent();
    if (room < 0) return 0;
    return (room + (ceil ? stride - 1 : 0)) / stride + 1;
  }
};

/// A batch of images, or (batched: false) a single one: batch x channels x height x width.
struct ImageSizes {
  bool batched;
  int64_t batch, channels, height, width;
};

/// The sizes of `t`; the caller's error unless it has 3 or 4 dimensions.
inline ImageSizes image_sizes(const char* what, const Tensor& t) {
  check_dims(what, t, 3, 4);
  const int first = t.dim() - 3;
  return {first == 1, first == 1 ? t.size(0) : 1, t.size(first), t.size(first + 1),
          t.size(first + 2)};
}

/// Sizes of a result with as many dimensions as the input had.
inline Shape image_shape(const ImageSizes& like, int64_t channels, int64_t height, int64_t width) {
  Shape shape{like.batch, channels, height, width};
  if (!like.batched) shape.erase(0);
  return shape;
}

inline void check_window(const Window& h, const Window& w) {
  auto positive = [&](const char* what, int64_t a, int64_t b) {
    if (a < 1 || b < 1) fail("the ", what, " must be at least 1x1, got ", a, "x", b);
  };
  positive("kernel", h.kernel, w.kernel);
  positive("stride", h.stride, w.stride);
  positive("dilation", h.dilation, w.dilation);
  if (h.pad < 0 || w.pad < 0) fail("the padding must not be negative, got ", h.pad, "x", w.pad);
}

/// The caller's error when no window fits.
inline void check_output_size(const Tensor& in, const Window& h, const Window& w,
                              int64_t out_height, int64_t out_width) {
  if (out_height >= 1 && out_width >= 1) return;
  const int d = in.dim() - 2;
  fail("the output size would be ", out_height, "x", out_width, ": a ", h.extent(), "x", w.extent(),
       " kernel does not fit into ", in.size(d), "x", in.size(d + 1), " padded by ", h.pad, "x",
       w.pad);
}

/// The caller's error unless the gradient has exactly the sizes of the output.
inline void check_output_gradient(const Tensor& in, const Tensor& grad_out, const Shape& expected) {
  check_same_type(in, grad_out);
  if (Shape{grad_out.sizes()} == expected) return;
  fail("gradOutput is ", grad_out.sizes(), ", expected ", expected, " (input ", in.sizes(), ")");
}

}  // namespace tocha
