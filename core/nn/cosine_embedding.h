// SPDX-License-Identifier: BSD-3-Clause
// A loss on the angle between two vectors: 1 - cos for a similar pair (sign 1), max(0, cos -
// margin) for a dissimilar one (sign -1). Float and Double.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// What a device's kernel gets: contiguous matrices of n rows, n signs; either the loss (one
/// element) or both gradients are asked for.
struct CosineEmbeddingCall {
  const Tensor &a, &b, &signs;
  double margin;
  bool size_average;
  Tensor* loss = nullptr;
  Tensor *grad_a = nullptr, *grad_b = nullptr;
};

/// `a` and `b` are vectors or matrices of equal sizes (a row a sample), `signs` has a 1 or -1 for
/// each. loss: the sum, or the mean, over the samples, as a tensor of one element.
TOCHA_API void cosine_embedding(Tensor& loss, const Tensor& a, const Tensor& b, const Tensor& signs,
                                double margin, bool size_average);
TOCHA_API void cosine_embedding_backward(Tensor& grad_a, Tensor& grad_b, const Tensor& a,
                                         const Tensor& b, const Tensor& signs, double margin,
                                         bool size_average);

}  // namespace tocha
