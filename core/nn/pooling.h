// SPDX-License-Identifier: BSD-3-Clause
// Pooling over the planes of images: the maximum or the average of each window. Float and Double;
// `in` is channels x height x width or a batch of such, of any strides; results are contiguous.
#pragma once

#include "core/nn/window.h"

namespace tocha {

struct Pooling {
  Window h, w;
  bool ceil = false;  // round the output size up: the last windows may hang over the end
};

/// An average also says what a sum is divided by.
struct AveragePooling : Pooling {
  bool count_include_pad = true;  // the window with its padding, else the elements in the image
  bool divide = true;             // false: the sum of the window
};

/// The output sizes of windows over the last dimensions of `in`; windows that do not fit are the
/// caller's error.
Shape pooled_sizes(const Tensor& in, std::span<const Window> windows, bool ceil);

/// The caller's error unless `indices` can take positions in `in`.
void check_indices(const Tensor& indices, const Tensor& in);

/// For planes of the last `dims` dimensions: to = zeros of these sizes, to which each element of
/// `from` is added at its index, from 1 within the plane. An index of 0 leaves it out.
void scatter_planes(Tensor& to, const Shape& sizes, const Tensor& from, const Tensor& indices,
                    int dims);

struct PoolingShape {
  int64_t planes, in_height, in_width, out_height, out_width;
  Window h, w;
};

/// What the device's kernels get: contiguous tensors of one type; indices are Long, from 1 within
/// the input plane (0: the window holds no element), as Torch7 keeps them.
struct MaxPoolingForward {
  Tensor& out;
  Tensor& indices;
  const Tensor& in;
  PoolingShape shape;
};
struct MaxPoolingBackward {
  Tensor& grad_in;
  const Tensor& grad_out;
  const Tensor& indices;  // the kernel checks their range
  int64_t planes;
  Shape plane;  // of grad_in
};
struct AveragePoolingForward {
  Tensor& out;
  const Tensor& in;
  PoolingShape shape;
  const AveragePooling& layer;
};
struct AveragePoolingBackward {
  Tensor& grad_in;
  const Tensor& grad_out;
  PoolingShape shape;
  const AveragePooling& layer;
};

/// The largest element of each window (a NaN wins) and where it is. Of equals the first counts.
TOCHA_API void max_pooling(Tensor& out, Tensor& indices, const Tensor& in, const Pooling& layer);
/// `in` gives the sizes; `indices` as the forward pass left them.
TOCHA_API void max_pooling_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                    const Tensor& indices, const Pooling& layer);

TOCHA_API void average_pooling(Tensor& out, const Tensor& in, const AveragePooling& layer);
TOCHA_API void average_pooling_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                        const AveragePooling& layer);

}  // namespace tocha
