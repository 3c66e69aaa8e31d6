// SPDX-License-Identifier: BSD-3-Clause
// Negative log-likelihood. A loss is written into the one element of a tensor, on the device it was
// computed on.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// Negative log-likelihood of the target classes, numbered from 1.
struct NllLoss {
  const Tensor* weights = nullptr;  // of each class; null: 1
  bool size_average = true;         // divide by the sum of the targets' weights
  int64_t ignore = -100;            // targets of this value do not count
};

/// What the device's kernels get: contiguous tensors, Long targets. `gradient` is null in the
/// forward pass, else it is written instead of the loss. The labels are only known here, so the
/// kernel checks them.
struct NllCall {
  Tensor* loss;
  Tensor& total_weight;
  Tensor* gradient;
  const Tensor& in;  // frames x classes
  const Tensor& target;
  int64_t frames, classes;
  const NllLoss& options;
};

/// loss = - sum weight[target] in[target], over a vector or the rows of a matrix of
/// log-probabilities; `total_weight` receives the sum of the weights. Targets: one for each row, of
/// any type.
TOCHA_API void nll_loss(Tensor& loss, Tensor& total_weight, const Tensor& in, const Tensor& target,
                        const NllLoss& options);
/// `total_weight` as the forward pass left it.
TOCHA_API void nll_backward(Tensor& grad_in, Tensor& total_weight, const Tensor& in,
                            const Tensor& target, const NllLoss& options);

}  // namespace tocha
