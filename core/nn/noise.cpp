// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/noise.h"

#include "core/nn/activation.h"
#include "core/nn/in_place.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/compare.h"
#include "core/ops/copy.h"
#include "core/ops/masked.h"
#include "core/ops/random.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha {

void plane_dropout(Tensor& out, Tensor& noise, const Tensor& in, int plane_dims, double p,
                   Generator& generator) {
  check_dims("input", in, plane_dims + 1, plane_dims + 2);
  check_same_type(noise, in);
  Shape sizes{in.sizes()};
  for (int d = in.dim() - plane_dims; d < in.dim(); ++d) sizes[d] = 1;
  noise.resize(sizes);
  bernoulli(noise, generator, 1 - p);
  mul(out, in, expand(noise, in.sizes()));
}

void randomized_relu(Tensor& out, Tensor& noise, const Tensor& in, double lower, double upper,
                     Generator& generator) {
  check_same_type(noise, in);
  check_floating(in);
  noise.resize_as(in);
  fill(noise, 1);
  Tensor negative(DType::Byte, in.device());
  le(negative, in, 0);
  const auto count = in.empty() ? 0 : int64_t(sum(negative));
  if (count > 0) {
    // Torch7 rounds the bounds to the tensor's type, draws, and rounds what it drew.
    if (in.dtype() != DType::Double) lower = float(lower), upper = float(upper);
    Tensor slopes(DType::Double, Shape{count}, in.device());
    uniform(slopes, generator, lower, upper);
    masked_copy(noise, negative, to(slopes, in.dtype(), in.device()));
  }
  mul(out, in, noise);
}

}  // namespace tocha

namespace tocha::nn {
namespace {
template <int kPlaneDims>
void dropout_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const double p = self.number("p");
  if (!self.flag("train") && !self.flag("stochastic_inference")) {
    return mul(self.output(in), in, 1 - p);
  }
  plane_dropout(self.output(in), self.buffer("noise", in), in, kPlaneDims, p, self.generator());
}
void dropout_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &grad_out = grad_output.tensor();
  check_gradient(grad_out, in);
  if (!self.flag("train")) return mul(self.grad_input(in), grad_out, 1 - self.number("p"));
  mul(self.grad_input(in), match_sizes(grad_out, in), expand(self.tensor("noise"), in.sizes()));
}

void white_noise_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const double mean = self.number("mean");
  if (!self.flag("train", true)) return add(self.output(in), in, mean);
  Tensor& noise = self.buffer("noise", in).resize_as(in);
  normal(noise, self.generator(), mean, self.number("std"));
  add(self.output(in), in, 1, noise);
}
void white_noise_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& grad_out = grad_output.tensor();
  check_gradient(grad_out, input.tensor());
  copy(self.grad_input(grad_out).resize_as(grad_out), grad_out);
}

double middle_slope(Fields& self) { return (self.number("lower") + self.number("upper")) / 2; }

void rrelu_forward(Fields& self, const Value& input) {
  Tensor& in = input.tensor();
  apply_in_place(self, self.output(in), in, [&](Tensor& y, const Tensor& x) {
    if (!self.flag("train")) return leaky_relu(y, x, middle_slope(self));
    randomized_relu(y, self.buffer("noise", x), x, self.number("lower"), self.number("upper"),
                    self.generator());
  });
}
void rrelu_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  apply_in_place(self, self.grad_input(in), grad_output.tensor(),
                 [&](Tensor& dx, const Tensor& dy) {
                   if (!self.flag("train")) {
                     return leaky_relu_backward(dx, in, dy, middle_slope(self));
                   }
                   const Tensor& noise = self.tensor("noise");
                   check_gradient(dy, noise);
                   mul(dx, noise, dy);
                 });
}

constexpr Layer kLayers[] = {
    {"nn.RReLU", rrelu_forward, rrelu_backward},
    {"nn.SpatialDropout", dropout_forward<2>, dropout_backward},
    {"nn.VolumetricDropout", dropout_forward<3>, dropout_backward},
    {"nn.WhiteNoise", white_noise_forward, white_noise_backward},
};

}  // namespace

Layers noise_layers() { return kLayers; }

}  // namespace tocha::nn
