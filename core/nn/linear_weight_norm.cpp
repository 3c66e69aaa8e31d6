// SPDX-License-Identifier: BSD-3-Clause
// nn.LinearWeightNorm: a fully connected layer whose weights are kept as lengths `g` and directions
// `v`: row i of the weights is g_i v_i / |v_i|. (Salimans and Kingma, "Weight Normalization",
// 2016.)
#include <limits>

#include "core/nn/layers.h"
#include "core/nn/linear.h"
#include "core/ops/arithmetic.h"
#include "core/ops/clamp.h"
#include "core/ops/copy.h"
#include "core/ops/norm.h"
#include "core/ops/reduce.h"

namespace tocha::nn {
namespace {

// In training the parameters change from step to step; in use the weights of the switch are kept.
const Tensor& current_weight(Fields& self) {
  const Tensor &v = self.tensor("v"), &g = self.tensor("g");
  Tensor &weight = self.buffer("weight", v), &norms = self.buffer("norm", v);
  if (!self.flag("train", true) && !weight.empty()) return weight;
  norm(norms, v, 2, 1);
  clamp(norms, norms, self.number("eps", 1e-16), std::numeric_limits<double>::infinity());
  Tensor& scale = self.buffer("scale", v);
  div(scale, g, norms);
  mul(weight, v, scale);
  return weight;
}

void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  linear(self.output(in), in, current_weight(self), self.optional_tensor("bias"));
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  linear_backward(self.grad_input(in), in, grad_output.tensor(), self.tensor("weight"));
}

// With W = g v / |v| and D the gradient with respect to W: dg = D v / |v| (a number for each row)
// and dv = g / |v| (D - dg v / |v|).
void accumulate(Fields& self, const Value& input, const Value& grad_output, double factor) {
  const Tensor &in = input.tensor(), &v = self.tensor("v");
  if (!self.optional_tensor("scale") || self.tensor("scale").empty()) current_weight(self);
  Tensor &d = self.buffer("_gradWeight", v).resize_as(v), &product = self.buffer("_product", v);
  fill(d, 0);
  linear_backward_parameters(d, self.has("bias") ? self.optional_tensor("gradBias") : nullptr, in,
                             grad_output.tensor(), factor);
  const Tensor& norms = self.tensor("norm");
  Tensor& dg = self.buffer("_lengths", v);
  mul(product, d, v);
  sum(dg, product, 1);
  div(dg, dg, norms);
  mul(product, v, dg);
  div(product, product, norms);
  add(d, d, -1, product);
  mul(d, d, self.tensor("scale"));
  Tensor &grad_g = self.tensor("gradG"), &grad_v = self.tensor("gradV");
  add(grad_g, grad_g, 1, dg);
  add(grad_v, grad_v, 1, d);
}

constexpr Layer kLayers[] = {{"nn.LinearWeightNorm", forward, backward, accumulate}};

}  // namespace

Layers linear_weight_norm_layers() { return kLayers; }

}  // namespace tocha::nn
