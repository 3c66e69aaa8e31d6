// SPDX-License-Identifier: BSD-3-Clause
// nn.SpatialSubtractiveNormalization, nn.SpatialDivisiveNormalization and the two in a row,
// nn.SpatialContrastiveNormalization. Their fields hold the networks that compute the local means
// and deviations (zero padding, convolution with the kernel, the result for every plane). Near the
// border a part of the kernel lies outside; so everything is divided by `coef`, what the mean of an
// image of ones comes to.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

// An estimator's result with the sizes of the input: nn.Replicate put its copies before the one
// plane that it got.
Tensor planes(const Tensor& estimate, const Tensor& in) {
  return estimate.dim() > in.dim() ? squeeze(estimate, estimate.dim() - 3) : estimate;
}

// The gradient with respect to the input through an estimator, whose result was `estimate`.
Tensor through(Fields& estimator, const Value& input, const Tensor& estimate,
               const Tensor& gradient) {
  const Tensor given =
      gradient.dim() < estimate.dim() ? unsqueeze(gradient, gradient.dim() - 2) : gradient;
  return estimator.backward(input, Value(given)).tensor();
}

// The coefficients for inputs of these sizes: computed when the sizes of a sample change, kept in
// `_coef`, repeated over the batch in `coef`.
Tensor coefficients(Fields& self, const Tensor& in) {
  check_dims("input", in, 3, 4);
  const Shape sample{in.sizes().last(3)};
  Tensor& kept = self.buffer("_coef", in);
  if (!kept.same_sizes(sample) || kept.dtype() != in.dtype()) {
    Tensor& ones = self.buffer("ones", in);
    ones.resize(sample);
    fill(ones, 1);
    const Tensor mean = planes(self.table("meanestimator").forward(Value(ones)).tensor(), ones);
    kept.resize(mean.sizes());
    copy(kept, mean);
  }
  Tensor all = in.dim() == 4 ? expand(kept, in.sizes()) : kept;
  self.set("coef", all);
  return all;
}

void subtract_mean(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Tensor coef = coefficients(self, in);
  const Value sums = self.table("meanestimator").forward(input);
  self.set("localsums", sums);
  Tensor& adjusted = self.buffer("adjustedsums", in);
  div(adjusted, planes(sums.tensor(), in), coef);
  add(self.output(in), in, -1, adjusted);
}

void subtract_mean_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  Tensor of_mean(in.dtype(), in.device());
  div(of_mean, dy, self.tensor("coef"));
  add(self.grad_input(in), dy, -1,
      through(self.table("meanestimator"), input, self.tensor("localsums"), of_mean));
}

// Deviations below the threshold are replaced (`thresholder`): flat regions stay flat.
void divide_by_deviation(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Tensor coef = coefficients(self, in);
  const Value deviations = self.table("stdestimator").forward(input);
  self.set("localstds", deviations);
  Tensor& adjusted = self.buffer("adjustedstds", in);
  div(adjusted, planes(deviations.tensor(), in), coef);
  const Value divisor = self.table("thresholder").forward(self.get("adjustedstds"));
  self.set("thresholdedstds", divisor);
  div(self.output(in), in, divisor.tensor());
}

void divide_by_deviation_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  const Tensor& divisor = self.tensor("thresholdedstds");
  Tensor direct(in.dtype(), in.device()), of_divisor(in.dtype(), in.device());
  div(direct, dy, divisor);
  mul(of_divisor, direct, in);
  div(of_divisor, of_divisor, divisor);
  neg(of_divisor, of_divisor);
  Tensor scaled(in.dtype(), in.device());
  div(scaled,
      self.table("thresholder").backward(self.get("adjustedstds"), Value(of_divisor)).tensor(),
      self.tensor("coef"));
  add(self.grad_input(in), direct, 1,
      through(self.table("stdestimator"), input, self.tensor("localstds"), scaled));
}

void both(Fields& self, const Value& input) {
  self.set("output", self.table("normalizer").forward(input));
}
void both_backward(Fields& self, const Value& input, const Value& grad_output) {
  self.set("gradInput", self.table("normalizer").backward(input, grad_output));
}

constexpr Layer kLayers[] = {
    {"nn.SpatialContrastiveNormalization", both, both_backward},
    {"nn.SpatialDivisiveNormalization", divide_by_deviation, divide_by_deviation_backward},
    {"nn.SpatialSubtractiveNormalization", subtract_mean, subtract_mean_backward},
};

}  // namespace

Layers local_normalization_layers() { return kLayers; }

}  // namespace tocha::nn
