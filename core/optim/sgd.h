// SPDX-License-Identifier: BSD-3-Clause
// Stochastic gradient descent: one step in one pass over the parameters.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

struct SgdStep {
  double rate = 0;          // of this step, any decay of it included
  double weight_decay = 0;  // gradient += weight_decay * x
  double momentum = 0;      // velocity = momentum * velocity + (1 - dampening) * gradient
  double dampening = 0;
  bool nesterov = false;  // the step follows gradient + momentum * velocity
  bool first = false;     // the velocity has no value yet and becomes the gradient
};

/// x -= rate * direction. `velocity` may be null where momentum is 0. As in Torch7 the gradient
/// keeps what weight decay and Nesterov momentum add to it. All tensors: one floating point type
/// and device, equal element counts, any strides.
TOCHA_API void sgd(Tensor& x, Tensor& gradient, Tensor* velocity, const SgdStep& step);

}  // namespace tocha
