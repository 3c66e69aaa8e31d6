// SPDX-License-Identifier: BSD-3-Clause
// nn.Cosine: the cosines of the angles between the input, a vector or each row of a batch, and the
// rows of `weight` (outputs x inputs). Norms are kept away from zero.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/linalg.h"
#include "core/ops/norm.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

constexpr double kEpsilon = 1e-12;

Tensor batch_of(const Tensor& t) { return t.dim() == 1 ? unsqueeze(t, 0) : t; }

void row_norms(Tensor& out, const Tensor& rows) {
  norm(out, rows, 2, 1);
  add(out, out, kEpsilon);
}

void forward(Fields& self, const Value& input) {
  const Tensor &in = input.tensor(), &weight = self.tensor("weight", 2);
  check_dims("input", in, 1, 2);
  check_same_type(in, weight);
  if (in.size(in.dim() - 1) != weight.size(1)) {
    fail("input has ", in.size(in.dim() - 1), " features, expected ", weight.size(1), " (input ",
         in.sizes(), ")");
  }
  const Tensor x = batch_of(in);
  Tensor &weight_norm = self.buffer("_weightNorm", in), &input_norm = self.buffer("_inputNorm", in);
  row_norms(weight_norm, weight);
  row_norms(input_norm, x);
  Tensor& out = self.output(in);
  mm(out, x, transpose(weight, 0, 1));
  div(out, out, transpose(weight_norm, 0, 1));
  div(out, out, input_norm);
  if (in.dim() == 1) out.resize(Shape{weight.size(0)});
}

// sum over `dim` of gradOutput y
Tensor& gradient_along(Fields& self, const Tensor& grad_out, int64_t dim) {
  Tensor &product = self.buffer("_gradOutput", grad_out), &total = self.buffer("_sum", grad_out);
  mul(product, grad_out, batch_of(self.tensor("output")));
  sum(total, product, dim);
  return total;
}

// d y_j / dx = (w_j / |w_j| - y_j x / |x|) / |x|
void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &input_norm = self.tensor("_inputNorm");
  check_gradient(grad_output.tensor(), self.tensor("output"));
  const Tensor x = batch_of(in), g = batch_of(grad_output.tensor());
  Tensor& grad_in = self.grad_input(in).resize_as(in);
  Tensor rows = batch_of(grad_in);
  mul(rows, x, gradient_along(self, g, 1));
  div(rows, rows, input_norm);
  Tensor& relative = self.buffer("_gradOutput", in);
  div(relative, g, transpose(self.tensor("_weightNorm"), 0, 1));
  addmm(rows, -1, rows, 1, relative, self.tensor("weight", 2));
  div(rows, rows, input_norm);
}

// d y_j / dw_j = (x / |x| - y_j w_j / |w_j|) / |w_j|
void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Tensor &weight = self.tensor("weight", 2), &weight_norm = self.tensor("_weightNorm");
  check_gradient(grad_output.tensor(), self.tensor("output"));
  const Tensor x = batch_of(input.tensor()), g = batch_of(grad_output.tensor());
  Tensor &part = self.buffer("_weight", x), &grad_weight = self.tensor("gradWeight");
  mul(part, weight, transpose(gradient_along(self, g, 0), 0, 1));
  div(part, part, weight_norm);
  Tensor& direction = self.buffer("_input", x);
  div(direction, x, self.tensor("_inputNorm"));
  addmm(part, -1, part, 1, transpose(g, 0, 1), direction);
  div(part, part, weight_norm);
  add(grad_weight, grad_weight, scale, part);
}

constexpr Layer kLayers[] = {{"nn.Cosine", forward, backward, accumulate}};

}  // namespace

Layers cosine_layers() { return kLayers; }

}  // namespace tocha::nn
