// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/normalization.h"

#include <optional>

#include "core/nn/checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/results.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void check_vector(const char* name, const Tensor& t, const Tensor& in, int64_t features) {
  check_same_type(t, in);
  if (t.numel() != features) {
    fail(name, " has ", t.numel(), " elements, the input ", in.sizes(), " has ", features,
         " features");
  }
  if (!t.is_contiguous()) fail(name, " must be contiguous");
}

FeatureLayout check(const Tensor& in, const BatchNormalization& layer) {
  check_dims("input", in, 2, 5);
  FeatureLayout layout{in.size(0), in.size(1), 1};
  for (int d = 2; d < in.dim(); ++d) layout.inner *= in.size(d);
  if (layout.features != layer.running_mean->numel()) {
    fail("input has ", layout.features, " features, expected ", layer.running_mean->numel(),
         " (input ", in.sizes(), ")");
  }
  check_vector("running_mean", *layer.running_mean, in, layout.features);
  check_vector("running_var", *layer.running_var, in, layout.features);
  if (layer.weight) check_vector("weight", *layer.weight, in, layout.features);
  if (layer.bias) check_vector("bias", *layer.bias, in, layout.features);
  return layout;
}

}  // namespace

void batch_normalization(Tensor& out, const Tensor& in, const BatchNormalization& layer) {
  const FeatureLayout layout = check(in, layer);
  check_same_type(out, in);
  const Tensor source = contiguous(in);
  if (layer.train) {
    for (Tensor* saved : {layer.save_mean, layer.save_std}) {
      saved->resize(Shape{layout.features});
      check_vector("what is saved of a batch", *saved, in, layout.features);
    }
  }
  Result result(out, Shape{in.sizes()});
  need(out.device(), &LayerKernels::batch_normalization)({result.tensor(), source, layout, layer});
  result.finish();
}

void batch_normalization_backward(Tensor* grad_in, Tensor* grad_weight, Tensor* grad_bias,
                                  const Tensor& in, const Tensor& grad_out,
                                  const BatchNormalization& layer, double scale) {
  const FeatureLayout layout = check(in, layer);
  check_gradient(grad_out, in);
  if (layer.train) {
    check_vector("save_mean", *layer.save_mean, in, layout.features);
    check_vector("save_std", *layer.save_std, in, layout.features);
  }
  if (grad_weight) check_vector("gradWeight", *grad_weight, in, layout.features);
  if (grad_bias) check_vector("gradBias", *grad_bias, in, layout.features);
  const Tensor x = contiguous(in), dy = contiguous(grad_out);
  std::optional<Result> dx;
  if (grad_in) {
    check_same_type(*grad_in, in);
    dx.emplace(*grad_in, Shape{in.sizes()});
  }
  need(in.device(), &LayerKernels::batch_normalization_backward)(
      {dx ? &dx->tensor() : nullptr, grad_weight, grad_bias, x, dy, layout, layer, scale});
  if (dx) dx->finish();
}

}  // namespace tocha

namespace tocha::nn {
namespace {
BatchNormalization layer(Fields& self, const Tensor& in) {
  return {.weight = self.optional_tensor("weight"),
          .bias = self.optional_tensor("bias"),
          .running_mean = &self.tensor("running_mean"),
          .running_var = &self.tensor("running_var"),
          .save_mean = &self.buffer("save_mean", in),
          .save_std = &self.buffer("save_std", in),
          .train = self.flag("train") && in.size(0) > 1,  // one sample has no variance
          .momentum = self.number("momentum", 0.1),
          .epsilon = self.number("eps")};
}

// A batch; in evaluation a single sample is a batch of one.
template <int kDims>
Tensor batch_of(Fields& self, const Tensor& t) {
  if (t.dim() == kDims) return t;
  if (t.dim() == kDims - 1 && !self.flag("train")) return unsqueeze(t, 0);
  fail("a batch of ", kDims, " dimensions expected, got sizes ", t.sizes());
}

template <int kDims>
void forward(Fields& self, const Value& input) {
  const Tensor in = batch_of<kDims>(self, input.tensor());
  batch_normalization(self.output(in), in, layer(self, in));
}

template <int kDims>
void backward(Fields& self, const Value& input, const Value& grad_output, double scale,
              Tensor* grad_in, bool parameters) {
  if (!self.has("save_mean")) fail("backward needs a forward before it");
  const Tensor in = batch_of<kDims>(self, input.tensor());
  const Tensor grad_out = batch_of<kDims>(self, grad_output.tensor());
  batch_normalization_backward(grad_in, parameters ? self.optional_tensor("gradWeight") : nullptr,
                               parameters ? self.optional_tensor("gradBias") : nullptr, in,
                               grad_out, layer(self, in), scale);
}

template <int kDims>
constexpr Layer layer_of(const char* name) {
  return {name, forward<kDims>,
          [](Fields& self, const Value& in, const Value& grad_out) {
            backward<kDims>(self, in, grad_out, 1, &self.grad_input(in.tensor()), false);
          },
          [](Fields& self, const Value& in, const Value& grad_out, double scale) {
            backward<kDims>(self, in, grad_out, scale, nullptr, true);
          },
          [](Fields& self, const Value& in, const Value& grad_out, double scale) {
            backward<kDims>(self, in, grad_out, scale, &self.grad_input(in.tensor()), true);
          }};
}

constexpr Layer kLayers[] = {
    layer_of<2>("nn.BatchNormalization"),
    layer_of<4>("nn.SpatialBatchNormalization"),
    layer_of<5>("nn.VolumetricBatchNormalization"),
};

}  // namespace

Layers normalization_layers() { return kLayers; }

}  // namespace tocha::nn
