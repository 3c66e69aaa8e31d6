// SPDX-License-Identifier: BSD-3-Clause
// Margins between the scores of the target classes and those of the others. Float and Double; a
// vector of scores, or a batch of such.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// What the device's kernel gets: contiguous tensors, Long targets, from 1. `gradient` is null in
/// the forward pass, else it is written instead of the loss. Multi: a target a frame. Multi-label:
/// each frame has a list of `classes` labels, which ends at its first 0. The labels are only known
/// here, so the kernel checks them.
struct ClassMarginCall {
  Tensor* loss;
  Tensor* gradient;
  const Tensor& in;
  const Tensor& target;
  int64_t frames, classes;
  bool multi_label;
  int p;  // of multi: 1, or 2 for squared distances
  double margin;
  const Tensor* weights;  // of multi: of each class; null: 1
  bool size_average;
};

}  // namespace tocha
