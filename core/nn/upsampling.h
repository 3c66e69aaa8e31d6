// SPDX-License-Identifier: BSD-3-Clause
// Enlarging images and volumes. `in` has `spatial` (2 or 3) sizes behind those of its planes.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// Repeats each pixel `scale` times along each of the last dimensions. Made of copies and sums of
/// views, so it runs on every device.
TOCHA_API void upsample_nearest(Tensor& out, const Tensor& in, int64_t scale, int spatial = 2);
/// Sums the gradient over each pixel's copies.
TOCHA_API void upsample_nearest_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                         int64_t scale, int spatial = 2);

/// Linear interpolation to the sizes `to` of the last dimensions; the first and the last pixel of
/// input and output lie upon each other. Float and Double.
TOCHA_API void interpolate(Tensor& out, const Tensor& in, std::span<const int64_t> to);
TOCHA_API void interpolate_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                    std::span<const int64_t> to);

/// Channels become space: of each `scale`^2 channels each gives one pixel of a scale x scale
/// square.
TOCHA_API void pixel_shuffle(Tensor& out, const Tensor& in, int64_t scale);
TOCHA_API void pixel_shuffle_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                      int64_t scale);

/// What the device's kernel gets, forward and backward: planes x sizes, as if always over three
/// dimensions; contiguous. Backward `from` is the output's gradient and `result` that of the input.
struct InterpolationCall {
  Tensor& result;
  const Tensor& from;
  int64_t planes;
  int64_t in[3], out[3];
};

}  // namespace tocha
