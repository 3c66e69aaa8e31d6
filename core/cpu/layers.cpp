// SPDX-License-Identifier: BSD-3-Clause
// The CPU's table of layers' kernels.
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {

extern const LayerKernels kLayerKernels;
const LayerKernels kLayerKernels = {
    .add_column_sums = add_column_sums,
    .average_pooling = average_pooling,
    .average_pooling_backward = average_pooling_backward,
    .batch_normalization = batch_normalization,
    .batch_normalization_backward = batch_normalization_backward,
    .class_margin = class_margin,
    .convolution = convolution,
    .convolution_backward_input = convolution_backward_input,
    .convolution_backward_weight = convolution_backward_weight,
    .cosine_embedding = cosine_embedding,
    .dropout = dropout,
    .interpolate = interpolate,
    .interpolate_backward = interpolate_backward,
    .max_pooling = max_pooling,
    .max_pooling_backward = max_pooling_backward,
    .nll_loss = nll_loss,
    .pair_loss = pair_loss,
    .prelu = prelu,
    .region_average = region_average,
    .region_average_backward = region_average_backward,
    .region_max = region_max,
    .softmax = softmax,
    .softmax_backward = softmax_backward,
};

}  // namespace tocha::cpu
