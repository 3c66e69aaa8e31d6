// SPDX-License-Identifier: BSD-3-Clause
// The CPU's kernels of layers, in the order of the table in core/nn/kernels.h.
#pragma once

#include "core/nn/kernels.h"

namespace tocha::cpu {

void add_column_sums(Tensor& out, const Tensor& rows, double scale);
void average_pooling(const AveragePoolingForward&);
void average_pooling_backward(const AveragePoolingBackward&);
void batch_normalization(const NormalizationForward&);
void batch_normalization_backward(const NormalizationBackward&);
void class_margin(const ClassMarginCall&);
void convolution(const ConvolutionForward&);
void convolution_backward_input(const ConvolutionBackwardInput&);
void convolution_backward_weight(const ConvolutionBackwardWeight&);
void cosine_embedding(const CosineEmbeddingCall&);
void dropout(const DropoutCall&);
void interpolate(const InterpolationCall&);
void interpolate_backward(const InterpolationCall&);
void max_pooling(const MaxPoolingForward&);
void max_pooling_backward(const MaxPoolingBackward&);
void nll_loss(const NllCall&);
void pair_loss(const PairLossCall&);
void prelu(const PreluCall&);
void region_average(const RegionAverageCall&);
void region_average_backward(const RegionAverageCall&);
void region_max(const RegionMaxCall&);
void softmax(const SoftmaxForward&);
void softmax_backward(const SoftmaxBackward&);

}  // namespace tocha::cpu
