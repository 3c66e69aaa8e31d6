// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/normalization.h"

#include "core/nn/checks.h"
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
  out.resize_as(source);
  if (layer.train) {
    for (Tensor* saved : {layer.save_mean, layer.save_std}) {
      check_same_type(*saved, in);
      saved->resize(Shape{layout.features});
    }
  }
  need(out.device(), out.device().kernels.batch_normalization)({out, source, layout, layer});
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
  if (grad_in) {
    check_same_type(*grad_in, in);
    grad_in->resize_as(x);
  }
  need(in.device(), in.device().kernels.batch_normalization_backward)(
      {grad_in, grad_weight, grad_bias, x, dy, layout, layer, scale});
}

}  // namespace tocha
