// SPDX-License-Identifier: BSD-3-Clause
// Adam: one step in one pass over the parameters.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

struct AdamStep {
  double step = 0;  // the rate with both bias corrections
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  double weight_decay = 0;  // gradient += weight_decay * x
};

struct AdamTensors {
  Tensor& x;
  Tensor& gradient;
  Tensor& mean;    // of the gradient: mean = beta1 * mean + (1 - beta1) * gradient
  Tensor& square;  // the same of its square, with beta2
};

/// x -= step * mean / (sqrt(square) + epsilon). As in Torch7 the gradient keeps what weight decay
/// adds to it. All tensors: one floating point type and device, equal element counts, any strides.
TOCHA_API void adam(const AdamTensors& tensors, const AdamStep& step);

}  // namespace tocha
