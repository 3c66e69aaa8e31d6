// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/activation.h"

#include "core/nn/activation_functors.h"
#include "core/nn/arguments.h"
#include "core/nn/in_place.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/clamp.h"
#include "core/ops/math.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

template <template <class> class Op>
void run(Tensor& out, std::initializer_list<const Tensor*> in,
         std::initializer_list<double> params = {}) {
  pointwise(out, {&Kernels::activation, ActivationOps::position<Op>(), in, params});
}

// The gradient in terms of `of`.
template <template <class> class Op>
void run_backward(Tensor& grad_in, const Tensor& of, const Tensor& grad_out,
                  std::initializer_list<double> params = {}) {
  check_gradient(grad_out, of);
  run<Op>(grad_in, {&of, &grad_out}, params);
}

}  // namespace

using namespace functors;

void threshold(Tensor& out, const Tensor& in, double threshold, double value) {
  run<Threshold>(out, {&in}, {threshold, value});
}
void threshold_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                        double threshold) {
  run_backward<ThresholdGrad>(grad_in, in, grad_out, {threshold});
}

void tanh_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out) {
  run_backward<TanhGrad>(grad_in, out, grad_out);
}
void sigmoid_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out) {
  run_backward<SigmoidGrad>(grad_in, out, grad_out);
}
void abs_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out) {
  run_backward<AbsGrad>(grad_in, in, grad_out);
}
void sqrt_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out) {
  run_backward<SqrtGrad>(grad_in, out, grad_out);
}
void square_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out) {
  run_backward<SquareGrad>(grad_in, in, grad_out);
}
void clamp_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out, double low,
                    double high) {
  run_backward<ClampGrad>(grad_in, in, grad_out, {low, high});
}

void leaky_relu(Tensor& out, const Tensor& in, double slope) {
  run<LeakyRelu>(out, {&in}, {slope});
}
void leaky_relu_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out, double slope) {
  run_backward<LeakyReluGrad>(grad_in, in, grad_out, {slope});
}

void elu(Tensor& out, const Tensor& in, double alpha) { run<Elu>(out, {&in}, {alpha}); }
void elu_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out, double alpha) {
  run_backward<EluGrad>(grad_in, out, grad_out, {alpha});
}

void soft_plus(Tensor& out, const Tensor& in, double beta, double threshold) {
  run<SoftPlus>(out, {&in}, {beta, threshold});
}
void soft_plus_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out, double beta,
                        double threshold) {
  run_backward<SoftPlusGrad>(grad_in, out, grad_out, {beta, threshold});
}

void log_sigmoid(Tensor& out, const Tensor& in) { run<LogSigmoid>(out, {&in}); }
void log_sigmoid_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out) {
  run_backward<LogSigmoidGrad>(grad_in, in, grad_out);
}

void soft_sign(Tensor& out, const Tensor& in) { run<SoftSign>(out, {&in}); }
void soft_sign_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out) {
  run_backward<SoftSignGrad>(grad_in, in, grad_out);
}

void hard_shrink(Tensor& out, const Tensor& in, double lambda) {
  run<HardShrink>(out, {&in}, {lambda});
}
void soft_shrink(Tensor& out, const Tensor& in, double lambda) {
  run<SoftShrink>(out, {&in}, {lambda});
}
void shrink_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out, double lambda) {
  run_backward<ShrinkGrad>(grad_in, in, grad_out, {lambda});
}

void tanh_shrink(Tensor& out, const Tensor& in) {
  tanh(out, in);
  add(out, in, -1, out);
}
void tanh_shrink_backward(Tensor& grad_in, const Tensor& in, const Tensor& out,
                          const Tensor& grad_out) {
  check_gradient(out, in);
  check_gradient(grad_out, in);
  run<TanhShrinkGrad>(grad_in, {&in, &out, &grad_out});
}

namespace {

struct Halves {
  Tensor first, second;
};

Halves halves(const Tensor& t, int64_t dim) {
  const int d = check_dim(t, dim);
  const int64_t half = t.size(d) / 2;
  if (t.size(d) % 2) fail("dimension ", d + 1, " must have an even size, got ", t.sizes());
  return {narrow(t, d, 0, half), narrow(t, d, half, half)};
}

}  // namespace

void gated_linear_unit(Tensor& out, const Tensor& in, int64_t dim) {
  const Halves x = halves(in, dim);
  sigmoid(out, x.second);
  mul(out, out, x.first);
}
void gated_linear_unit_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                int64_t dim) {
  const Halves x = halves(in, dim);
  check_gradient(grad_out, x.first);
  check_same_type(grad_in, in);
  grad_in.resize_as(in);
  Halves dx = halves(grad_in, dim);
  sigmoid(dx.first, x.second);
  sigmoid_backward(dx.second, dx.first, grad_out);
  mul(dx.second, dx.second, x.first);
  mul(dx.first, dx.first, grad_out);
}

void concatenated_relu(Tensor& out, const Tensor& in, int64_t dim) {
  const int d = check_dim(in, dim);
  check_same_type(out, in);
  Shape sizes{in.sizes()};
  sizes[d] *= 2;
  out.resize(sizes);
  Halves y = halves(out, d);
  threshold(y.first, in, 0, 0);
  neg(y.second, in);
  threshold(y.second, y.second, 0, 0);
}
void concatenated_relu_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                int64_t dim) {
  const int d = check_dim(in, dim);
  if (grad_out.numel() != 2 * in.numel()) {
    fail("gradOutput has sizes ", grad_out.sizes(), " for the input ", in.sizes());
  }
  Shape sizes{in.sizes()};
  sizes[d] *= 2;
  const Halves dy = halves(view(contiguous(grad_out), sizes), d);
  run<ConcatenatedReluGrad>(grad_in, {&in, &dy.first, &dy.second});
}

}  // namespace tocha

namespace tocha::nn {
namespace {

// --- in place or not ---

void threshold_forward(Fields& self, const Value& input) {
  const double limit = self.number("threshold"), value = self.number("val");
  if (self.flag("inplace") && value > limit) {  // the gradient could not be told from the output
    fail("in place, the value (", value, ") must not exceed the threshold (", limit, ")");
  }
  Tensor& in = input.tensor();
  apply_in_place(self, self.output(in), in,
                 [&](Tensor& y, const Tensor& x) { threshold(y, x, limit, value); });
}
void threshold_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  const double limit = self.number("threshold");
  apply_in_place(
      self, self.grad_input(in), grad_output.tensor(),
      [&](Tensor& dx, const Tensor& dy) { tocha::threshold_backward(dx, in, dy, limit); });
}

void leaky_relu_forward(Fields& self, const Value& input) {
  Tensor& in = input.tensor();
  const double slope = self.number("negval");
  apply_in_place(self, self.output(in), in,
                 [&](Tensor& y, const Tensor& x) { leaky_relu(y, x, slope); });
}
void leaky_relu_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  const double slope = self.number("negval");
  apply_in_place(
      self, self.grad_input(in), grad_output.tensor(),
      [&](Tensor& dx, const Tensor& dy) { tocha::leaky_relu_backward(dx, in, dy, slope); });
}

void elu_forward(Fields& self, const Value& input) {
  Tensor& in = input.tensor();
  const double alpha = self.number("alpha", 1);
  apply_in_place(self, self.output(in), in, [&](Tensor& y, const Tensor& x) { elu(y, x, alpha); });
}
void elu_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& out = self.tensor("output");
  const double alpha = self.number("alpha", 1);
  apply_in_place(self, self.grad_input(input.tensor()), grad_output.tensor(),
                 [&](Tensor& dx, const Tensor& dy) { tocha::elu_backward(dx, out, dy, alpha); });
}

struct Bounds {
  double low, high;
};
Bounds hard_tanh_bounds(Fields& self) {
  return {self.number("min_val", -1), self.number("max_val", 1)};
}
Bounds relu6_bounds(Fields&) { return {0, 6}; }

template <Bounds (*kBounds)(Fields&)>
constexpr Layer clamp_layer(const char* name) {
  return {name,
          [](Fields& self, const Value& input) {
            Tensor& in = input.tensor();
            const Bounds bounds = kBounds(self);
            apply_in_place(self, self.output(in), in, [&](Tensor& y, const Tensor& x) {
              check_floating(x);
              clamp(y, x, bounds.low, bounds.high);
            });
          },
          [](Fields& self, const Value& input, const Value& grad_output) {
            const Tensor& in = input.tensor();
            const Bounds bounds = kBounds(self);
            apply_in_place(self, self.grad_input(in), grad_output.tensor(),
                           [&](Tensor& dx, const Tensor& dy) {
                             clamp_backward(dx, in, dy, bounds.low, bounds.high);
                           });
          }};
}

// --- the others ---

template <void (*kForward)(Tensor&, const Tensor&)>
void forward(Fields& self, const Value& input) {
  check_floating(input.tensor());
  kForward(self.output(input.tensor()), input.tensor());
}
using Backward = void (*)(Tensor& grad_in, const Tensor& of, const Tensor& grad_out);
template <Backward kBackward>
void backward_by_input(Fields& self, const Value& input, const Value& grad_output) {
  kBackward(self.grad_input(input.tensor()), input.tensor(), grad_output.tensor());
}
template <Backward kBackward>
void backward_by_output(Fields& self, const Value& input, const Value& grad_output) {
  kBackward(self.grad_input(input.tensor()), self.tensor("output"), grad_output.tensor());
}

void shrink_backward(Fields& self, const Value& input, const Value& grad_output) {
  tocha::shrink_backward(self.grad_input(input.tensor()), input.tensor(), grad_output.tensor(),
                         self.number("lambda"));
}

// Which dimension (from 0) is gated: the last by default.
int gate_dim(Fields& self, const Tensor& in) {
  return sample_dim(in, self.integer("dim", in.dim()));
}

// The dimension that doubles: the first of a sample, the second of a batch.
int64_t doubled_dim(Fields& self, const Tensor& in) {
  return in.dim() == self.integer("nInputDims") + 1 ? 1 : 0;
}

constexpr Layer kLayers[] = {
    {"nn.Abs", forward<abs>, backward_by_input<abs_backward>},
    {"nn.CReLU",
     [](Fields& self, const Value& input) {
       const Tensor& in = input.tensor();
       concatenated_relu(self.output(in), in, doubled_dim(self, in));
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       const Tensor& in = input.tensor();
       concatenated_relu_backward(self.grad_input(in), in, grad_output.tensor(),
                                  doubled_dim(self, in));
     }},
    clamp_layer<hard_tanh_bounds>("nn.Clamp"),
    {"nn.ELU", elu_forward, elu_backward},
    {"nn.GatedLinearUnit",
     [](Fields& self, const Value& input) {
       const Tensor& in = input.tensor();
       gated_linear_unit(self.output(in), in, gate_dim(self, in));
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       const Tensor& in = input.tensor();
       gated_linear_unit_backward(self.grad_input(in), in, grad_output.tensor(),
                                  gate_dim(self, in));
     }},
    {"nn.HardShrink",
     [](Fields& self, const Value& in) {
       hard_shrink(self.output(in.tensor()), in.tensor(), self.number("lambda"));
     },
     shrink_backward},
    clamp_layer<hard_tanh_bounds>("nn.HardTanh"),
    {"nn.LeakyReLU", leaky_relu_forward, leaky_relu_backward},
    {"nn.LogSigmoid", forward<log_sigmoid>, backward_by_input<log_sigmoid_backward>},
    {"nn.ReLU", threshold_forward, threshold_backward},
    clamp_layer<relu6_bounds>("nn.ReLU6"),
    {"nn.Sigmoid", forward<sigmoid>, backward_by_output<sigmoid_backward>},
    {"nn.SoftPlus",
     [](Fields& self, const Value& in) {
       soft_plus(self.output(in.tensor()), in.tensor(), self.number("beta", 1),
                 self.number("threshold", 20));
     },
     [](Fields& self, const Value& in, const Value& grad_output) {
       soft_plus_backward(self.grad_input(in.tensor()), self.tensor("output"), grad_output.tensor(),
                          self.number("beta", 1), self.number("threshold", 20));
     }},
    {"nn.SoftShrink",
     [](Fields& self, const Value& in) {
       soft_shrink(self.output(in.tensor()), in.tensor(), self.number("lambda"));
     },
     shrink_backward},
    {"nn.SoftSign", forward<soft_sign>, backward_by_input<soft_sign_backward>},
    {"nn.Sqrt", forward<sqrt>, backward_by_output<sqrt_backward>},
    {"nn.Square",
     [](Fields& self, const Value& input) {
       const Tensor& in = input.tensor();
       check_floating(in);
       mul(self.output(in), in, in);
     },
     backward_by_input<square_backward>},
    {"nn.Tanh", forward<tanh>, backward_by_output<tanh_backward>},
    {"nn.TanhShrink", forward<tanh_shrink>,
     [](Fields& self, const Value& in, const Value& grad_output) {
       tanh_shrink_backward(self.grad_input(in.tensor()), in.tensor(), self.tensor("output"),
                            grad_output.tensor());
     }},
    {"nn.Threshold", threshold_forward, threshold_backward},
};

}  // namespace

Layers activation_layers() { return kLayers; }

}  // namespace tocha::nn
