// SPDX-License-Identifier: BSD-3-Clause
// PReLU: max(0, x) + w min(0, x), with one slope w for all elements or one for each plane (He et
// al., "Delving Deep into Rectifiers", arXiv:1502.01852). Float and Double.
#pragma once

#include "core/nn/softmax.h"  // ClassLayout: where the planes lie

namespace tocha {

/// What a device's kernel gets: contiguous tensors of one type; `layout.classes` is the number of
/// slopes. Each of the results may be null; the slopes' gradient is added to, scaled.
struct PreluCall {
  const Tensor &in, &slopes;
  ClassLayout layout;
  Tensor* out = nullptr;
  const Tensor* grad_out = nullptr;
  Tensor *grad_in = nullptr, *grad_slopes = nullptr;
  double scale = 1;
};

/// `slopes` has one element, or one for each plane of `in`; otherwise the caller's error.
TOCHA_API void prelu(Tensor& out, const Tensor& in, const Tensor& slopes);
TOCHA_API void prelu_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                              const Tensor& slopes);
/// grad_slopes += scale * the gradient.
TOCHA_API void prelu_backward_slopes(Tensor& grad_slopes, const Tensor& in, const Tensor& grad_out,
                                     const Tensor& slopes, double scale);

}  // namespace tocha
