// SPDX-License-Identifier: BSD-3-Clause
// Batch normalization: y = (x - mean) / std * weight + bias for each feature (dimension 1 of a
// batch of 2 or more dimensions). Float and Double; inputs of any strides, results are contiguous.
//
// In training, mean and std are those of the batch (std from the biased variance plus epsilon);
// they are saved for the backward pass and the running statistics move towards them (the running
// variance towards the unbiased one). In evaluation the running statistics take their place.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

struct BatchNormalization {
  const Tensor* weight = nullptr;  // null: 1
  const Tensor* bias = nullptr;    // null: 0
  Tensor* running_mean = nullptr;
  Tensor* running_var = nullptr;
  Tensor* save_mean = nullptr;  // of the batch; resized and written by a forward pass in training
  Tensor* save_std = nullptr;   // 1 / std of the batch
  bool train = true;
  double momentum = 0.1, epsilon = 1e-5;
};

/// Where the features lie in a contiguous batch: batch x features x inner.
struct FeatureLayout {
  int64_t batch, features, inner;
};

/// What the device's kernels get: contiguous tensors of one type.
struct NormalizationForward {
  Tensor& out;
  const Tensor& in;
  FeatureLayout layout;
  const BatchNormalization& layer;
};
struct NormalizationBackward {
  Tensor* grad_in;      // null: not wanted
  Tensor* grad_weight;  // null: not wanted, or no parameters
  Tensor* grad_bias;
  const Tensor& in;
  const Tensor& grad_out;
  FeatureLayout layout;
  const BatchNormalization& layer;
  double scale;
};

TOCHA_API void batch_normalization(Tensor& out, const Tensor& in, const BatchNormalization& layer);

/// What is null is not computed. Parameter gradients are added to, times `scale`.
TOCHA_API void batch_normalization_backward(Tensor* grad_in, Tensor* grad_weight, Tensor* grad_bias,
                                            const Tensor& in, const Tensor& grad_out,
                                            const BatchNormalization& layer, double scale);

}  // namespace tocha
