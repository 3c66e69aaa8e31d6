// SPDX-License-Identifier: BSD-3-Clause
// Layers that pass their input on and change the gradient: GradientReversal, L1Penalty, ZeroGrad.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/nn/tables.h"
#include "core/ops/arithmetic.h"
#include "core/ops/clamp.h"
#include "core/ops/norm.h"

namespace tocha::nn {
namespace {
void pass(Fields& self, const Value& input) { become(self.output(input.tensor()), input.tensor()); }

void reversal_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& grad_out = grad_output.tensor();
  check_gradient(grad_out, input.tensor());
  mul(self.grad_input(grad_out), grad_out, -self.number("lambda"));
}

// The factor of the penalty factor * sum |x|.
double penalty(Fields& self, const Tensor& in) {
  const double weight = self.number("l1weight");
  return self.flag("sizeAverage") && !in.empty() ? weight / double(in.numel()) : weight;
}
void l1_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  self.set("loss", in.empty() ? 0.0 : penalty(self, in) * norm(in, 1));
  self.set("output", input);
}
void l1_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  Tensor& grad_in = self.grad_input(in);
  sign(grad_in, in);
  mul(grad_in, grad_in, penalty(self, in));
  if (!self.flag("provideOutput", true)) return;
  check_gradient(grad_output.tensor(), in);
  add(grad_in, grad_in, 1, grad_output.tensor());
}

constexpr Layer kLayers[] = {
    {"nn.GradientReversal", pass, reversal_backward},
    {"nn.L1Penalty", l1_forward, l1_backward},
    {"nn.ZeroGrad",
     [](Fields& self, const Value& input) {
       if (input.is_tensor()) return pass(self, input);
       self.set("output", input);
     },
     [](Fields& self, const Value& input, const Value&) { zeros_like(self, "gradInput", input); }},
};

}  // namespace

Layers gradient_layers() { return kLayers; }

}  // namespace tocha::nn
