// SPDX-License-Identifier: BSD-3-Clause
// nn.Bilinear: y_k = x1 W_k x2 + b_k for the rows x1 and x2 of a table of two matrices; `weight` is
// outputs x inputs1 x inputs2. It is seen as a matrix of (outputs inputs1) rows, so that each pass
// is one large product.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/linalg.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

struct Pair {
  Pair(const Value& input, const Tensor& weight) : x1(first(input)), x2(input.table().tensor(2)) {
    check_dims("the first input", x1, 2, 2);
    check_dims("the second input", x2, 2, 2);
    check_same_type(x1, weight);
    check_same_type(x2, weight);
    samples = x1.size(0), outputs = weight.size(0), inputs1 = weight.size(1),
    inputs2 = weight.size(2);
    if (x2.size(0) != samples) {
      fail("the inputs have ", samples, " and ", x2.size(0), " rows");
    }
    if (x1.size(1) != inputs1 || x2.size(1) != inputs2) {
      fail("the inputs have ", x1.size(1), " and ", x2.size(1), " features, expected ", inputs1,
           " and ", inputs2);
    }
  }
  static const Tensor& first(const Value& input) {
    if (input.table().length() != 2) fail("a pair expected, got ", input.table().length());
    return input.table().tensor(1);
  }
  const Tensor& checked(const Value& grad_output) const {
    const Tensor& g = grad_output.tensor();
    check_same_type(g, x1);
    if (g.dim() != 2 || g.size(0) != samples || g.size(1) != outputs) {
      fail("gradOutput has sizes ", g.sizes(), ", the output has ", Shape{samples, outputs});
    }
    return g;
  }
  // (outputs inputs1) x inputs2
  Tensor flat(const Tensor& weight) const {
    return view(weight, Shape{outputs * inputs1, inputs2});
  }
  // gradOutput_k x1, for each sample, as a matrix of samples x (outputs inputs1)
  Tensor outer(Fields& self, const Tensor& g) const {
    Tensor& out = self.buffer("buff1", x1).resize(Shape{samples, outputs, inputs1});
    mul(out, expand(unsqueeze(g, 2), out.sizes()), unsqueeze(x1, 1));
    return view(out, Shape{samples, outputs * inputs1});
  }

  const Tensor &x1, &x2;
  int64_t samples, outputs, inputs1, inputs2;
};

// W_k x2 for each sample and k, which the gradient with respect to x1 needs too.
void forward(Fields& self, const Value& input) {
  const Tensor& weight = self.tensor("weight", 3);
  const Pair in(input, weight);
  Tensor& seen = self.buffer("buff2", in.x1);
  mm(seen, in.x2, transpose(in.flat(contiguous(weight)), 0, 1));
  seen.resize(Shape{in.samples, in.outputs, in.inputs1});
  Tensor& out = self.output(in.x1);
  bmm(out, seen, unsqueeze(in.x1, 2));
  out.resize(Shape{in.samples, in.outputs});
  if (const Tensor* bias = self.optional_tensor("bias")) add(out, out, 1, unsqueeze(*bias, 0));
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& weight = self.tensor("weight", 3);
  const Pair in(input, weight);
  const Tensor& g = in.checked(grad_output);
  Fields& gradients = self.table_buffer("gradInput");
  Tensor &d1 = gradients.buffer(1, in.x1), &d2 = gradients.buffer(2, in.x2);
  bmm(d1, unsqueeze(g, 1), self.tensor("buff2"));
  d1.resize(Shape{in.samples, in.inputs1});
  mm(d2, in.outer(self, g), in.flat(contiguous(weight)));
}

void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  Tensor& grad_weight = self.tensor("gradWeight", 3);
  const Pair in(input, grad_weight);
  const Tensor& g = in.checked(grad_output);
  Tensor matrix = in.flat(grad_weight);
  addmm(matrix, 1, matrix, scale, transpose(in.outer(self, g), 0, 1), in.x2);
  if (!self.has("bias")) return;
  Tensor &grad_bias = self.tensor("gradBias"), &total = self.buffer("buffBias", g);
  sum(total, g, 0);
  add(grad_bias, grad_bias, scale, total);
}

constexpr Layer kLayers[] = {{"nn.Bilinear", forward, backward, accumulate}};

}  // namespace

Layers bilinear_layers() { return kLayers; }

}  // namespace tocha::nn
