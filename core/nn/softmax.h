// SPDX-License-Identifier: BSD-3-Clause
// Softmax and its logarithm over the classes of each frame. Which dimension holds the classes is
// Torch7's rule: the only one of a vector, the second of a batch (2-D, 4-D), the first of a stack
// of planes (3-D). Float and Double; inputs may have any strides, results are contiguous.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// Where the classes lie in a contiguous tensor: frames x classes x inner.
struct ClassLayout {
  int64_t frames, classes, inner;
};
/// The layout of a tensor of 1 to 4 dimensions; others are the caller's error.
TOCHA_API ClassLayout class_layout(const Tensor& t);

/// What the device's kernels get: contiguous tensors of one type and equal sizes.
struct SoftmaxForward {
  Tensor& out;
  const Tensor& in;
  ClassLayout layout;
  bool logarithm;
};
struct SoftmaxBackward {
  Tensor& grad_in;
  const Tensor& out;
  const Tensor& grad_out;
  ClassLayout layout;
  bool logarithm;
};

/// out = exp(in) / sum exp(in), or the logarithm of it.
TOCHA_API void softmax(Tensor& out, const Tensor& in, bool logarithm);
/// The gradient in terms of the output. `grad_in` may be `grad_out`.
TOCHA_API void softmax_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out,
                                bool logarithm);

}  // namespace tocha
