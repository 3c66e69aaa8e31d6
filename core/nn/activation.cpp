// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/activation.h"

#include "core/nn/activation_functors.h"
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/math.h"

namespace tocha {
namespace {

template <template <class> class Op>
void run(Tensor& out, std::initializer_list<const Tensor*> in,
         std::initializer_list<double> params = {}) {
  pointwise(out, {&Kernels::activation, ActivationOps::position<Op>(), in, params});
}

}  // namespace

using namespace functors;

void threshold(Tensor& out, const Tensor& in, double threshold, double value) {
  run<Threshold>(out, {&in}, {threshold, value});
}
void threshold_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                        double threshold) {
  check_gradient(grad_out, in);
  run<ThresholdGrad>(grad_in, {&in, &grad_out}, {threshold});
}

void tanh_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out) {
  check_gradient(grad_out, out);
  run<TanhGrad>(grad_in, {&out, &grad_out});
}

void sigmoid_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out) {
  check_gradient(grad_out, out);
  run<SigmoidGrad>(grad_in, {&out, &grad_out});
}

}  // namespace tocha

namespace tocha::nn {
namespace {
// The result of a layer that may work in place: the input itself then.
void threshold_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  Tensor& out = self.output(in);
  const double limit = self.number("threshold"), value = self.number("val");
  if (!self.flag("inplace")) return threshold(out, in, limit, value);
  if (value > limit) {  // the gradient could not be told from the output
    fail("in place, the value (", value, ") must not exceed the threshold (", limit, ")");
  }
  threshold(input.tensor(), in, limit, value);
  become(out, in);
}

void threshold_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  Tensor& grad_in = self.grad_input(in);
  Tensor& grad_out = grad_output.tensor();
  const double limit = self.number("threshold");
  if (!self.flag("inplace")) return tocha::threshold_backward(grad_in, in, grad_out, limit);
  tocha::threshold_backward(grad_out, in, grad_out, limit);
  become(grad_in, grad_out);
}

constexpr Layer kLayers[] = {
    {"nn.ReLU", threshold_forward, threshold_backward},
    {"nn.Sigmoid",
     [](Fields& self, const Value& in) { sigmoid(self.output(in.tensor()), in.tensor()); },
     [](Fields& self, const Value& in, const Value& grad_output) {
       sigmoid_backward(self.grad_input(in.tensor()), self.tensor("output"), grad_output.tensor());
     }},
    {"nn.Tanh", [](Fields& self, const Value& in) { tanh(self.output(in.tensor()), in.tensor()); },
     [](Fields& self, const Value& in, const Value& grad_output) {
       tanh_backward(self.grad_input(in.tensor()), self.tensor("output"), grad_output.tensor());
     }},
    {"nn.Threshold", threshold_forward, threshold_backward},
};

}  // namespace

Layers activation_layers() { return kLayers; }

}  // namespace tocha::nn
