// SPDX-License-Identifier: BSD-3-Clause
// Layers that are a function of core/ops on each element, without parameters: Exp, Log, Power,
// AddConstant, MulConstant. In place, the last two undo in backward what forward did to the input.
#include "core/nn/in_place.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/math.h"
#include "core/ops/power.h"

namespace tocha::nn {
namespace {
void exp_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& out = self.tensor("output");
  check_gradient(grad_output.tensor(), out);
  mul(self.grad_input(input.tensor()), out, grad_output.tensor());
}

void log_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  check_gradient(grad_output.tensor(), in);
  div(self.grad_input(in), grad_output.tensor(), in);
}

void power_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  const double exponent = self.number("pow");
  check_gradient(grad_output.tensor(), in);
  Tensor& grad_in = self.grad_input(in);
  pow(grad_in, in, exponent - 1);
  mul(grad_in, grad_in, grad_output.tensor());
  mul(grad_in, grad_in, exponent);
}

// to = from + sign constant. The constant is a number, or a vector as long as the last dimension.
void add_constant(Fields& self, Tensor& to, const Tensor& from, double sign) {
  const Value constant = self.get("constant_scalar");
  if (!constant.is_tensor()) return add(to, from, sign * self.number("constant_scalar"));
  const Tensor& values = constant.tensor();
  if (from.empty() || values.dim() != 1 || values.size(0) != from.size(from.dim() - 1)) {
    fail("the constant has sizes ", values.sizes(), ", the input ", from.sizes());
  }
  add(to, from, sign, values);
}

void add_constant_forward(Fields& self, const Value& input) {
  Tensor& in = input.tensor();
  apply_in_place(self, self.output(in), in,
                 [&](Tensor& y, const Tensor& x) { add_constant(self, y, x, 1); });
}
void add_constant_backward(Fields& self, const Value& input, const Value& grad_output) {
  Tensor& in = input.tensor();
  check_gradient(grad_output.tensor(), in);
  apply_in_place(self, self.grad_input(in), grad_output.tensor(),
                 [&](Tensor& dx, const Tensor& dy) {
                   if (&dx != &dy) copy(dx.resize_as(dy), dy);
                 });
  if (self.flag("inplace")) add_constant(self, in, in, -1);
}

void mul_constant_forward(Fields& self, const Value& input) {
  Tensor& in = input.tensor();
  const double factor = self.number("constant_scalar");
  apply_in_place(self, self.output(in), in, [&](Tensor& y, const Tensor& x) { mul(y, x, factor); });
}
void mul_constant_backward(Fields& self, const Value& input, const Value& grad_output) {
  Tensor& in = input.tensor();
  const double factor = self.number("constant_scalar");
  check_gradient(grad_output.tensor(), in);
  apply_in_place(self, self.grad_input(in), grad_output.tensor(),
                 [&](Tensor& dx, const Tensor& dy) { mul(dx, dy, factor); });
  if (self.flag("inplace")) div(in, in, factor);
}

constexpr Layer kLayers[] = {
    {"nn.AddConstant", add_constant_forward, add_constant_backward},
    {"nn.Exp", [](Fields& self, const Value& in) { exp(self.output(in.tensor()), in.tensor()); },
     exp_backward},
    {"nn.Log", [](Fields& self, const Value& in) { log(self.output(in.tensor()), in.tensor()); },
     log_backward},
    {"nn.MulConstant", mul_constant_forward, mul_constant_backward},
    {"nn.Power",
     [](Fields& self, const Value& input) {
       const Tensor& in = input.tensor();
       pow(self.output(in), in, self.number("pow"));
     },
     power_backward},
};

}  // namespace

Layers elementwise_layers() { return kLayers; }

}  // namespace tocha::nn
