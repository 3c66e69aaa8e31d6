// SPDX-License-Identifier: BSD-3-Clause
// What convolutions of all kinds check and read in the same way: the input's sizes, biases, the
// gradients of parameters, and the windows that a layer's fields describe.
#pragma once

#include "core/nn/convolution.h"
#include "core/nn/fields.h"
#include "core/nn/results.h"

namespace tocha {

/// batch x channels x sizes, or (batched: false) a single sample.
struct Samples {
  bool batched;
  int64_t batch, channels;
  Shape sizes;

  Samples(const char* what, const Tensor& t, int spatial) {
    check_dims(what, t, spatial + 1, spatial + 2);
    batched = t.dim() == spatial + 2;
    batch = batched ? t.size(0) : 1;
    channels = t.size(batched);
    sizes = Shape{t.sizes().last(size_t(spatial))};
  }
  /// Sizes of a result with as many dimensions.
  Shape like(int64_t channels_now, std::span<const int64_t> sizes_now) const {
    Shape shape;
    if (batched) shape.push_back(batch);
    shape.push_back(channels_now);
    for (int64_t size : sizes_now) shape.push_back(size);
    return shape;
  }
};

inline void check_channels(const Tensor& in, int64_t channels, int64_t expected) {
  if (channels == expected) return;
  fail("input has ", channels, " channels, expected ", expected, " (input ", in.sizes(), ")");
}

/// One element an output.
inline void check_bias(const Tensor& in, const Tensor& bias, const Tensor& weight,
                       int64_t outputs) {
  check_same_type(bias, in);
  if (bias.numel() == outputs) return;
  fail("bias has ", bias.numel(), " elements, expected ", outputs, " (weight ", weight.sizes(),
       ")");
}

inline void check_accumulators(const Tensor& grad_weight, const Tensor& weight,
                               const Tensor* grad_bias, int64_t outputs, const Tensor& in) {
  check_accumulator("gradWeight", grad_weight, in, weight.numel());
  if (grad_bias) check_accumulator("gradBias", *grad_bias, in, outputs);
}

/// What a layer's sizes lead to; of a full convolution the shape is that of the plain one whose way
/// back it is.
struct ConvolutionPlan {
  ConvolutionShape shape;
  Shape output;
};

/// to = what `kernel`, the convolution or its way back, makes of `from`. `to` gets `sizes`; it may
/// have any strides and may be one of the inputs.
template <class Arguments>
void run_convolution(void (*kernel)(const Arguments&), Tensor& to, const Shape& sizes,
                     const Tensor& from, const Tensor& weight, const Tensor* bias,
                     const ConvolutionShape& shape) {
  check_same_type(to, from);
  const Tensor x = contiguous(from), filters = contiguous(weight);
  const Tensor shifts = bias ? contiguous(*bias) : Tensor(from.dtype(), from.device());
  Result result(to, sizes, {&x, &filters, &shifts});
  kernel({result.tensor(), x, filters, bias ? &shifts : nullptr, shape});
  result.finish();
}

}  // namespace tocha

namespace tocha::nn {

/// Names of a dimension's fields.
struct AxisFields {
  const char *kernel, *stride, *pad, *dilation, *adjust;
};
inline constexpr AxisFields kAxes[kMaxSpatial] = {
    {"kT", "dT", "padT", "dilationT", "adjT"},
    {"kH", "dH", "padH", "dilationH", "adjH"},
    {"kW", "dW", "padW", "dilationW", "adjW"},
};
/// The fields of the dimension `d` of `dims`: width is always the last.
inline const AxisFields& axis(int dims, int d) { return kAxes[kMaxSpatial - dims + d]; }

/// The windows of a layer over `dims` dimensions.
inline Windows read_windows(Fields& self, int dims, bool dilated = false) {
  Windows windows{};
  for (int d = 0; d < dims; ++d) {
    const AxisFields& names = axis(dims, d);
    windows.push_back({self.integer(names.kernel), self.integer(names.stride, 1),
                       self.integer(names.pad, 0), dilated ? self.integer(names.dilation, 1) : 1});
  }
  return windows;
}

/// The gradient of the bias, where the layer has a bias.
inline Tensor* grad_bias(Fields& self) {
  return self.has("bias") ? self.optional_tensor("gradBias") : nullptr;
}

}  // namespace tocha::nn
