// SPDX-License-Identifier: BSD-3-Clause
// nn.WeightNorm: a module whose weight is g v / |v|, a length and a direction for each output
// (https://arxiv.org/abs/1602.07868). v has a row for each output and g a number; the weight is
// computed anew before each forward pass of training.
#include <array>

#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/math.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

// A weight with its outputs' dimension first, the others in order.
Tensor outputs_first(Fields& self, const Tensor& weight) {
  const int64_t output = self.integer("outputDim", 1) - 1;
  if (output < 0 || output >= weight.dim()) {
    fail("there is no dimension ", output + 1, " in a weight of sizes ", weight.sizes());
  }
  Shape order{output};
  for (int64_t d = 0; d < weight.dim(); ++d) {
    if (d != output) order.push_back(d);
  }
  return permute(weight, order);
}

// A number for each row of v, spread over it.
Tensor spread(const Tensor& per_row, const Tensor& v) {
  return expand(view(per_row, Shape{v.size(0), 1}), v.sizes());
}

// |v| for each row, kept away from zero.
void row_norms(Fields& self, Tensor& norms, const Tensor& v) {
  Tensor& squares = self.buffer("_squares", v);
  mul(squares, v, v);
  sum(norms, squares, 1);
  add(norms, norms, 1e-4);
  sqrt(norms, norms);
}

void update_weight(Fields& self) {
  const Tensor &v = self.tensor("v", 2), &g = self.tensor("g");
  Tensor &norms = self.buffer("_norm", v), &scale = self.buffer("_scale", v);
  row_norms(self, norms, v);
  div(scale, view(contiguous(g), norms.sizes()), norms);
  Tensor& rows = self.buffer("_rows", v);
  mul(rows, v, spread(scale, v));
  Tensor weight = outputs_first(self, self.tensor("weight"));
  copy(weight, view(rows, weight.sizes()));
}

Fields& child(Fields& self) { return self.table("modules").table(1); }

// Files leave the weight out, in the object and in its module.
void restore(Fields& self) {
  if (self.has("weight")) return;
  for (const char* name : {"weight", "gradWeight"}) {
    const Tensor& v = self.tensor("v", 2);
    const Shape sizes = self.shape("weightSize");
    if (sizes.numel() != v.numel()) fail("v has sizes ", v.sizes(), ", the weight ", sizes);
    Tensor& made = self.buffer(name, v).resize(sizes);
    fill(made, 0);
    child(self).set(name, self.get(name));
  }
  update_weight(self);
}

void forward(Fields& self, const Value& input) {
  restore(self);
  if (self.flag("train", true)) update_weight(self);
  const Tensor& out = child(self).forward(input).tensor();
  become(self.output(out), out);
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Value gradient = child(self).backward(input, grad_output);
  if (gradient) become(self.grad_input(gradient.tensor()), gradient.tensor());
}

// With dw the gradient of the weight and u = v / |v|: dg = dw u, dv = g / |v| (dw - dg u).
void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  Tensor& grad_weight = self.tensor("gradWeight");
  fill(grad_weight, 0);
  child(self).accumulate(input, grad_output, scale);
  const Tensor& v = self.tensor("v", 2);
  const Tensor norms = spread(self.tensor("_norm"), v), factor = spread(self.tensor("_scale"), v);
  Tensor grad_v = view(self.tensor("gradV"), v.sizes());
  const Tensor dw = view(contiguous(outputs_first(self, grad_weight)), v.sizes());
  Tensor &rows = self.buffer("_rows", v), &dg = self.buffer("_gradG", v);
  mul(rows, dw, v);
  div(rows, rows, norms);
  sum(dg, rows, 1);
  Tensor& grad_g = self.tensor("gradG").resize(dg.sizes());  // a column, as Torch7 leaves it
  add(grad_g, grad_g, 1, dg);
  addcmul(grad_v, grad_v, 1, dw, factor);
  mul(rows, v, factor);
  div(rows, rows, norms);
  addcmul(grad_v, grad_v, -1, rows, spread(dg, v));
}

constexpr Parameter kParameters[] = {{"v", "gradV"}, {"g", "gradG"}, {"bias", "gradBias"}};

constexpr Layer kLayers[] = {
    {"nn.WeightNorm", forward, backward, accumulate, nullptr, kParameters},
};

}  // namespace

Layers weight_norm_layers() { return kLayers; }

}  // namespace tocha::nn
