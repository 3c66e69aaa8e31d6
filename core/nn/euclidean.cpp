// SPDX-License-Identifier: BSD-3-Clause
// Distances of the input to learned centres, the columns of `weight` (inputs x outputs):
// nn.Euclidean, y_j = |x - w_j|, and nn.WeightedEuclidean, y_j = |c_j (x - w_j)| with a learned
// factor for each coordinate of each centre in `diagCov`. Vectors or batches of them.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/norm.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

// The distance that gradients are divided by is kept away from zero by this much.
constexpr double kEpsilon = 1e-7;

Tensor batch_of(const Tensor& t) { return t.dim() == 1 ? unsqueeze(t, 0) : t; }

// x - w_j, samples x inputs x outputs. The input is spread beforehand, since operands of equal
// element count are taken in order, whatever their sizes.
void differences(Tensor& out, const Tensor& in, const Tensor& weight) {
  const Tensor x = batch_of(in);
  const Shape sizes{x.size(0), weight.size(0), weight.size(1)};
  add(out, expand(unsqueeze(x, 2), sizes), -1, unsqueeze(weight, 0));
}

// c_j (x - w_j), kept in `_repeat`.
Tensor& offsets(Fields& self, const Tensor& in, bool weighted) {
  const Tensor& weight = self.tensor("weight", 2);
  check_dims("input", in, 1, 2);
  check_same_type(in, weight);
  if (in.size(in.dim() - 1) != weight.size(0)) {
    fail("input has ", in.size(in.dim() - 1), " features, expected ", weight.size(0), " (input ",
         in.sizes(), ")");
  }
  Tensor& out = self.buffer("_repeat", in);
  differences(out, in, weight);
  if (weighted) mul(out, out, unsqueeze(self.tensor("diagCov"), 0));
  return out;
}

template <bool kWeighted>
void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Tensor& difference = offsets(self, in, kWeighted);
  Tensor& out = self.output(in);
  norm(out, difference, 2, 1);
  const int64_t outputs = difference.size(2);
  out.resize(in.dim() == 1 ? Shape{outputs} : Shape{in.size(0), outputs});
}

// gradOutput / distance, samples x 1 x outputs.
Tensor relative_gradient(Fields& self, const Tensor& in, const Tensor& grad_out) {
  const Tensor& out = self.tensor("output");
  check_gradient(grad_out, out);
  const int64_t samples = in.dim() == 1 ? 1 : in.size(0);
  if (out.numel() != samples * self.tensor("weight", 2).size(1)) {
    fail("the input (sizes ", in.sizes(), ") is not the one that the output was computed from");
  }
  Tensor& scale = self.buffer("_div", in);
  add(scale, out, kEpsilon);
  div(scale, grad_out, scale);
  return unsqueeze(view(contiguous(scale), Shape{samples, out.numel() / samples}), 1);
}

// The gradient with respect to x - w_j, samples x inputs x outputs, kept in `_repeat2`.
Tensor& gradients(Fields& self, const Tensor& relative, bool weighted) {
  Tensor& out = self.buffer("_repeat2", relative);
  mul(out, self.tensor("_repeat"), relative);
  if (weighted) mul(out, out, unsqueeze(self.tensor("diagCov"), 0));
  return out;
}

template <bool kWeighted>
void backward(Fields& self, const Value& input, const Value& grad_output) {
  if (!self.flag("fastBackward")) forward<kWeighted>(self, input);
  const Tensor& in = input.tensor();
  const Tensor relative = relative_gradient(self, in, grad_output.tensor());
  Tensor& grad_in = self.grad_input(in);
  sum(grad_in, gradients(self, relative, kWeighted), 2);
  grad_in.resize_as(in);
}

// The centres may stand in for their own gradients, so these are complete before any is added.
template <bool kWeighted>
void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Tensor& in = input.tensor();
  const Tensor relative = relative_gradient(self, in, grad_output.tensor());
  Tensor& total = self.buffer("_sum", in);
  sum(total, gradients(self, relative, kWeighted), 0);
  if constexpr (kWeighted) {
    // With respect to c_j: (x - w_j) c_j (x - w_j) gradOutput / distance.
    Tensor &part = self.tensor("_repeat2"), &factors = self.buffer("_sumCov", in);
    differences(part, in, self.tensor("weight", 2));
    mul(part, part, self.tensor("_repeat"));
    mul(part, part, relative);
    sum(factors, part, 0);
    Tensor& grad_cov = self.tensor("gradDiagCov");
    add(grad_cov, grad_cov, scale, factors);
  }
  Tensor& grad_weight = self.tensor("gradWeight");
  add(grad_weight, grad_weight, -scale, total);
}

constexpr Layer kLayers[] = {
    {"nn.Euclidean", forward<false>, backward<false>, accumulate<false>},
    {"nn.WeightedEuclidean", forward<true>, backward<true>, accumulate<true>},
};

}  // namespace

Layers euclidean_layers() { return kLayers; }

}  // namespace tocha::nn
