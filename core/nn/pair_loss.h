// SPDX-License-Identifier: BSD-3-Clause
// Losses that are a sum over pairs of an input's and a target's element. The loss is written into
// the one element of a tensor, on the device it was computed on. Float and Double.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// What is summed up; core/nn/criterion_functors.h has the formulas.
enum class PairLoss {
  SquaredError,
  AbsoluteError,
  SmoothL1,
  Margin,
  SoftMargin,
  HingeEmbedding,
  KlDivergence,
  BinaryCrossEntropy,
  Logistic,
};

struct PairLossOptions {
  bool size_average = true;         // the mean over the elements, else their sum
  double margin = 0;                // of those that have one
  const Tensor* weights = nullptr;  // of each element, expanded to the sizes of the input; null: 1
};

/// What the device's kernel gets: contiguous tensors.
struct PairLossCall {
  int op;
  Tensor& loss;
  const Tensor& in;
  const Tensor& target;
  const Tensor* weights;
  double scale;  // of the sum
  double margin;
};

/// `in` and `target` have equal element counts.
TOCHA_API void pair_loss(PairLoss kind, Tensor& loss, const Tensor& in, const Tensor& target,
                         const PairLossOptions& options);
TOCHA_API void pair_loss_backward(PairLoss kind, Tensor& grad_in, const Tensor& in,
                                  const Tensor& target, const PairLossOptions& options);

}  // namespace tocha
