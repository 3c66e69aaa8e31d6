// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/linear.h"

#include "core/nn/checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/ops/linalg.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

// A vector is a batch of one.
Tensor batch_of(const Tensor& t) { return t.dim() == 1 ? unsqueeze(t, 0) : t; }

void check_input(const Tensor& in, const Tensor& weight) {
  check_dims("input", in, 1, 2);
  check_dims("weight", weight, 2, 2);
  check_same_type(in, weight);
  const int64_t features = in.size(in.dim() - 1);
  if (features != weight.size(1)) {
    fail("size mismatch: input has ", features, " features, expected ", weight.size(1), " (input ",
         in.sizes(), ")");
  }
}

void check_backward(const Tensor& in, const Tensor& grad_out, const Tensor& weight) {
  check_input(in, weight);
  const bool fits = grad_out.dim() == in.dim() && (in.dim() == 1 || grad_out.size(0) == in.size(0));
  if (!fits || grad_out.size(in.dim() - 1) != weight.size(0)) {
    Shape expected{in.sizes()};
    expected[in.dim() - 1] = weight.size(0);
    fail("gradOutput has sizes ", grad_out.sizes(), ", the output has ", expected);
  }
  check_same_type(grad_out, in);
}

}  // namespace

void linear(Tensor& out, const Tensor& in, const Tensor& weight, const Tensor* bias) {
  check_input(in, weight);
  check_same_type(out, in);
  Shape sizes{in.sizes()};
  sizes[in.dim() - 1] = weight.size(0);
  if (bias && bias->numel() != weight.size(0)) {
    fail("bias has ", bias->numel(), " elements, the weight has sizes ", weight.sizes());
  }
  out.resize(sizes);
  Tensor rows = batch_of(out);
  const Tensor transposed = transpose(weight, 0, 1);
  if (bias)
    addmm(rows, 1, *bias, 1, batch_of(in), transposed);
  else
    mm(rows, batch_of(in), transposed);
}

void linear_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                     const Tensor& weight) {
  check_backward(in, grad_out, weight);
  check_same_type(grad_in, in);
  grad_in.resize_as(in);
  Tensor rows = batch_of(grad_in);
  mm(rows, batch_of(grad_out), weight);
}

void linear_backward_parameters(Tensor& grad_weight, Tensor* grad_bias, const Tensor& in,
                                const Tensor& grad_out, double scale) {
  check_backward(in, grad_out, grad_weight);
  const Tensor rows = batch_of(grad_out);
  addmm(grad_weight, 1, grad_weight, scale, transpose(rows, 0, 1), batch_of(in));
  if (!grad_bias) return;
  check_same_type(*grad_bias, in);
  if (grad_bias->numel() != grad_weight.size(0) || !grad_bias->is_contiguous()) {
    fail("gradBias must be a contiguous vector of ", grad_weight.size(0), " elements, got ",
         *grad_bias);
  }
  const Tensor dense = contiguous(rows);
  need(in.device(), &LayerKernels::add_column_sums)(*grad_bias, dense, scale);
}

}  // namespace tocha

namespace tocha::nn {
namespace {
constexpr Layer kLayers[] = {
    {"nn.Linear",
     [](Fields& self, const Value& input) {
       const Tensor &in = input.tensor(), &weight = self.tensor("weight");
       check_same_type(in, weight);
       linear(self.output(in), in, weight, self.optional_tensor("bias"));
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       const Tensor& in = input.tensor();
       linear_backward(self.grad_input(in), in, grad_output.tensor(), self.tensor("weight"));
     },
     [](Fields& self, const Value& input, const Value& grad_output, double scale) {
       linear_backward_parameters(self.tensor("gradWeight"),
                                  self.has("bias") ? self.optional_tensor("gradBias") : nullptr,
                                  input.tensor(), grad_output.tensor(), scale);
     }},
};

}  // namespace

Layers linear_layers() { return kLayers; }

}  // namespace tocha::nn
