// SPDX-License-Identifier: BSD-3-Clause
// How a kernel slides over one dimension of an image, for convolution and pooling; and the checks
// on images and windows that both make in the same words, for 1 (a sequence), 2 (an image) or 3 (a
// volume) dimensions.
#pragma once

#include <algorithm>

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

/// One number of each window: "3x4" in a message.
template <class Get>
Shape each_window(std::span<const Window> windows, Get&& get) {
  Shape list;
  for (const Window& window : windows) list.push_back(get(window));
  return list;
}

inline void check_windows(std::span<const Window> windows) {
  auto at_least = [&](const char* what, int64_t Window::*number, const char* verb, int64_t low) {
    const Shape got = each_window(windows, [&](const Window& w) { return w.*number; });
    if (std::all_of(got.begin(), got.end(), [&](int64_t n) { return n >= low; })) return;
    Shape least = got;
    std::fill(least.begin(), least.end(), low);
    if (low > 0) fail("the ", what, verb, least, ", got ", got);
    fail("the ", what, verb, ", got ", got);
  };
  at_least("kernel", &Window::kernel, " must be at least ", 1);
  at_least("stride", &Window::stride, " must be at least ", 1);
  at_least("dilation", &Window::dilation, " must be at least ", 1);
  at_least("padding", &Window::pad, " must not be negative", 0);
}
inline void check_window(const Window& h, const Window& w) {
  const Window both[] = {h, w};
  check_windows(both);
}

/// The caller's error when no window fits into the last dimensions of `in`.
inline void check_output_sizes(const Tensor& in, std::span<const Window> windows,
                               std::span<const int64_t> outputs) {
  if (std::all_of(outputs.begin(), outputs.end(), [](int64_t n) { return n >= 1; })) return;
  fail("the output size would be ", outputs, ": a ",
       each_window(windows, [](const Window& w) { return w.extent(); }),
       " kernel does not fit into ", in.sizes().last(windows.size()), " padded by ",
       each_window(windows, [](const Window& w) { return w.pad; }));
}
inline void check_output_size(const Tensor& in, const Window& h, const Window& w,
                              int64_t out_height, int64_t out_width) {
  const Window both[] = {h, w};
  check_output_sizes(in, both, Shape{out_height, out_width});
}

/// The caller's error unless the gradient has exactly the sizes of the output.
inline void check_output_gradient(const Tensor& in, const Tensor& grad_out, const Shape& expected) {
  check_same_type(in, grad_out);
  if (grad_out.same_sizes(expected)) return;
  fail("gradOutput is ", grad_out.sizes(), ", expected ", expected, " (input ", in.sizes(), ")");
}

}  // namespace tocha
