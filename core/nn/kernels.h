// SPDX-License-Identifier: BSD-3-Clause
// The part of a device's table that only layers use (core/device.h says what a kernel may expect).
// A new one is a line here, one in core/cpu/layer_kernels.h and one in core/cpu/layers.cpp.
#pragma once

#include "core/device.h"

namespace tocha {

// What the kernels get; defined in core/nn/<family>.h.
struct AveragePoolingBackward;
struct AveragePoolingForward;
struct ClassMarginCall;
struct ConvolutionBackwardInput;
struct ConvolutionBackwardWeight;
struct ConvolutionForward;
struct CosineEmbeddingCall;
struct DropoutCall;
struct InterpolationCall;
struct MaxPoolingBackward;
struct MaxPoolingForward;
struct NllCall;
struct NormalizationBackward;
struct NormalizationForward;
struct PairLossCall;
struct PreluCall;
struct RegionAverageCall;
struct RegionMaxCall;
struct SoftmaxBackward;
struct SoftmaxForward;

struct LayerKernels {
  void (*add_column_sums)(Tensor& out, const Tensor& rows, double scale) = nullptr;
  void (*average_pooling)(const AveragePoolingForward&) = nullptr;
  void (*average_pooling_backward)(const AveragePoolingBackward&) = nullptr;
  void (*batch_normalization)(const NormalizationForward&) = nullptr;
  void (*batch_normalization_backward)(const NormalizationBackward&) = nullptr;
  void (*class_margin)(const ClassMarginCall&) = nullptr;
  void (*convolution)(const ConvolutionForward&) = nullptr;
  void (*convolution_backward_input)(const ConvolutionBackwardInput&) = nullptr;
  void (*convolution_backward_weight)(const ConvolutionBackwardWeight&) = nullptr;
  void (*cosine_embedding)(const CosineEmbeddingCall&) = nullptr;
  void (*dropout)(const DropoutCall&) = nullptr;
  void (*interpolate)(const InterpolationCall&) = nullptr;
  void (*interpolate_backward)(const InterpolationCall&) = nullptr;
  void (*max_pooling)(const MaxPoolingForward&) = nullptr;
  void (*max_pooling_backward)(const MaxPoolingBackward&) = nullptr;
  void (*nll_loss)(const NllCall&) = nullptr;
  void (*pair_loss)(const PairLossCall&) = nullptr;
  void (*prelu)(const PreluCall&) = nullptr;
  void (*region_average)(const RegionAverageCall&) = nullptr;
  void (*region_average_backward)(const RegionAverageCall&) = nullptr;
  void (*region_max)(const RegionMaxCall&) = nullptr;
  void (*softmax)(const SoftmaxForward&) = nullptr;
  void (*softmax_backward)(const SoftmaxBackward&) = nullptr;
};

/// A kernel of the layers' table, or the error that this device lacks it.
template <class Function>
Function* need(const Device& device, Function* LayerKernels::*kernel) {
  return need(device, device.kernels.layers ? device.kernels.layers->*kernel : nullptr);
}

}  // namespace tocha
