// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/scale.h"

#include "core/nn/checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/dot.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

enum class Fit { Whole, One, Dims, Batch };

Fit fit(const Tensor& parameter, const Tensor& in) {
  check_same_type(parameter, in);
  const int64_t count = parameter.numel();
  if (count == in.numel()) return Fit::Whole;
  if (count == 1) return Fit::One;
  bool dims = parameter.dim() == in.dim();
  for (int d = 0; dims && d < in.dim(); ++d) {
    dims = parameter.size(d) == in.size(d) || parameter.size(d) == 1;
  }
  if (dims) return Fit::Dims;
  if (!in.empty() && count * in.size(0) == in.numel()) return Fit::Batch;
  fail("input ", in.sizes(), " does not fit the parameter's sizes ", parameter.sizes());
}

// Sizes of `in` with 1 for the batch.
Shape sample_sizes(const Tensor& in) {
  Shape sizes{in.sizes()};
  sizes[0] = 1;
  return sizes;
}

}  // namespace

Tensor spread(const Tensor& parameter, const Tensor& in) {
  switch (fit(parameter, in)) {
    case Fit::Whole:
      return in.empty() ? in : view(contiguous(parameter), in.sizes());
    case Fit::One:
      return in.empty() ? in : expand(view(parameter, Shape{1}), in.sizes());
    case Fit::Dims:
      return expand(parameter, in.sizes());
    case Fit::Batch:
      return expand(view(contiguous(parameter), sample_sizes(in)), in.sizes());
  }
  fail_bug("a parameter of unknown fit");
}

void add_gathered(Tensor& parameter, double scale, const Tensor& t) {
  switch (fit(parameter, t)) {
    case Fit::Whole:
      if (!t.empty()) add(parameter, parameter, scale, view(contiguous(t), parameter.sizes()));
      return;
    case Fit::One:
      return add(parameter, parameter, scale * sum(t));
    case Fit::Dims: {
      Tensor rest = t;
      for (int d = 0; d < t.dim(); ++d) {
        if (parameter.size(d) == t.size(d)) continue;
        Tensor sums(t.dtype(), t.device());
        sum(sums, rest, d);
        rest = sums;
      }
      return add(parameter, parameter, scale, rest);
    }
    case Fit::Batch: {
      const Tensor rows = view(contiguous(t), Shape{t.size(0), parameter.numel()});
      if (!parameter.is_contiguous()) fail("the parameter's gradient must be contiguous");
      Tensor columns = view(parameter, Shape{parameter.numel()});
      return need(t.device(), &LayerKernels::add_column_sums)(columns, rows, scale);
    }
  }
}

}  // namespace tocha

namespace tocha::nn {
namespace {
void add_forward(Fields& self, const Value& input) {
  const Tensor &in = input.tensor(), &bias = self.tensor("bias");
  check_same_type(bias, in);
  if (bias.numel() == 1) return add(self.output(in), in, sum(bias));
  add(self.output(in), in, 1, spread(bias, in));
}
void add_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& grad_out = grad_output.tensor();
  check_gradient(grad_out, input.tensor());
  copy(self.grad_input(grad_out).resize_as(grad_out), grad_out);
}
void add_accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Tensor& in = input.tensor();
  check_gradient(grad_output.tensor(), in);
  add_gathered(self.tensor("gradBias"), scale, match_sizes(grad_output.tensor(), in));
}

// out = t weight, where `t` is the input or belongs to it.
void mul_weight(Fields& self, Tensor& out, const Tensor& t, const Tensor& in) {
  const Tensor& weight = self.tensor("weight");
  check_same_type(weight, in);
  if (weight.numel() == 1) return mul(out, t, sum(weight));
  mul(out, spread(weight, in), t);
}
void mul_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  mul_weight(self, self.output(in), in, in);
}
void mul_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  check_gradient(grad_output.tensor(), in);
  mul_weight(self, self.grad_input(in), match_sizes(grad_output.tensor(), in), in);
}
void mul_accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Tensor &in = input.tensor(), &grad_out = grad_output.tensor();
  check_gradient(grad_out, in);
  Tensor& grad_weight = self.tensor("gradWeight");
  if (grad_weight.numel() == 1) return add(grad_weight, grad_weight, scale * dot(in, grad_out));
  Tensor product(in.dtype(), in.device());
  mul(product, in, grad_out);
  add_gathered(grad_weight, scale, product);
}

constexpr Layer kLayers[] = {
    {"nn.Add", add_forward, add_backward, add_accumulate},
    {"nn.CAdd", add_forward, add_backward, add_accumulate},
    {"nn.CMul", mul_forward, mul_backward, mul_accumulate},
    {"nn.Mul", mul_forward, mul_backward, mul_accumulate},
};

}  // namespace

Layers scale_layers() { return kLayers; }

}  // namespace tocha::nn
