// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/pair_loss.h"

#include "core/nn/checks.h"
#include "core/nn/criterion_functors.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/loss.h"
#include "core/ops/arithmetic.h"
#include "core/ops/clamp.h"
#include "core/ops/copy.h"
#include "core/ops/extreme.h"
#include "core/ops/norm.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void check_pair(const Tensor& in, const Tensor& target) {
  check_same_type(target, in);
  if (in.numel() != target.numel() || in.empty()) {
    fail("input has sizes ", in.sizes(), ", the target has ", target.sizes());
  }
}

double scale_of(const Tensor& in, const PairLossOptions& options) {
  return options.size_average ? 1.0 / double(in.numel()) : 1.0;
}

// One for each element of `in`.
Tensor spread(const Tensor& weights, const Tensor& in) {
  check_same_type(weights, in);
  return expand(weights, in.sizes());
}

}  // namespace

void pair_loss(PairLoss kind, Tensor& loss, const Tensor& in, const Tensor& target,
               const PairLossOptions& options) {
  check_pair(in, target);
  check_same_type(loss, in);
  loss.resize(Shape{1});
  const Tensor weights = options.weights ? contiguous(spread(*options.weights, in)) : Tensor();
  need(in.device(), &LayerKernels::pair_loss)({int(kind), loss, contiguous(in), contiguous(target),
                                               options.weights ? &weights : nullptr,
                                               scale_of(in, options), options.margin});
}

void pair_loss_backward(PairLoss kind, Tensor& grad_in, const Tensor& in, const Tensor& target,
                        const PairLossOptions& options) {
  check_pair(in, target);
  pointwise(grad_in, {&Kernels::pair_loss_gradient,
                      int(kind),
                      {&in, &target},
                      {scale_of(in, options), options.margin}});
  if (options.weights) mul(grad_in, grad_in, spread(*options.weights, in));
}

}  // namespace tocha

namespace tocha::nn {
namespace {

PairLossOptions options(Fields& self) {
  return {.size_average = self.flag("sizeAverage", true), .margin = self.number("margin", 0)};
}

void write(Fields& self, PairLoss kind, const Tensor& in, const Tensor& target,
           const PairLossOptions& options) {
  Tensor& loss = self.buffer("output_tensor", in);
  pair_loss(kind, loss, in, target, options);
  self.set("output", item(loss));
}

template <PairLoss kKind>
void forward(Fields& self, const Value& input, const Value& target) {
  write(self, kKind, input.tensor(), target.tensor(), options(self));
}

template <PairLoss kKind>
void backward(Fields& self, const Value& input, const Value& target) {
  pair_loss_backward(kKind, self.grad_input(input.tensor()), input.tensor(), target.tensor(),
                     options(self));
}

template <PairLoss kKind>
constexpr Criterion criterion(const char* name) {
  return {name, forward<kKind>, backward<kKind>};
}

// --- those with class weights ---

// The weights of the classes, for a sample or for the rows of a batch.
PairLossOptions weighted(Fields& self, const Tensor& in, Tensor& held) {
  PairLossOptions result = options(self);
  if (const Tensor* weights = self.optional_tensor("weights")) {
    const int64_t classes = in.dim() == 1 ? in.size(0) : in.size(1);
    if (weights->numel() != classes) {
      fail("there are ", weights->numel(), " weights for ", classes, " classes (input ", in.sizes(),
           ")");
    }
    held = in.dim() == 1 ? *weights : view(contiguous(*weights), Shape{1, classes});
    result.weights = &held;
  }
  return result;
}

template <PairLoss kKind>
void weighted_forward(Fields& self, const Value& input, const Value& target) {
  const Tensor& in = input.tensor();
  Tensor held;
  write(self, kKind, in, target.tensor(), weighted(self, in, held));
  if (kKind != PairLoss::BinaryCrossEntropy || self.number("output") == self.number("output"))
    return;
  const double low = min(in), high = max(in);
  if (low < 0 || high > 1)
    fail("probabilities must be between 0 and 1, got ", low < 0 ? low : high);
}

template <PairLoss kKind>
void weighted_backward(Fields& self, const Value& input, const Value& target) {
  const Tensor& in = input.tensor();
  Tensor held;
  pair_loss_backward(kKind, self.grad_input(in), in, target.tensor(), weighted(self, in, held));
}

// A target that may have elements of any type.
Tensor as_type(const Tensor& target, const Tensor& in) {
  return to(target, in.dtype(), target.device());
}

// --- HingeEmbeddingCriterion: a number may be the target of a single distance ---

Tensor sign_of(Fields& self, const Tensor& in, const Value& target) {
  if (!target.is_number()) return as_type(target.tensor(), in);
  Tensor& one = self.buffer("ty", in).resize(Shape{1});
  fill(one, target.number);
  return one;
}

void hinge_forward(Fields& self, const Value& input, const Value& target) {
  const Tensor& in = input.tensor();
  write(self, PairLoss::HingeEmbedding, in, sign_of(self, in, target), options(self));
}

void hinge_backward(Fields& self, const Value& input, const Value& target) {
  const Tensor& in = input.tensor();
  pair_loss_backward(PairLoss::HingeEmbedding, self.grad_input(in), in, sign_of(self, in, target),
                     options(self));
}

// --- squared errors against a target that is prepared first ---

// WeightedMSECriterion: the target times `weight`, for a sample or for each of a batch.
const Tensor& weighted_target(Fields& self, const Tensor& in, const Value& target) {
  const Tensor& weight = self.tensor("weight");
  Tensor& product = self.buffer("buffer", in);
  mul(product, view(contiguous(as_type(target.tensor(), in)), in.sizes()),
      expand(weight, in.sizes()));
  return product;
}

// ClassSimplexCriterion: the vertices of the targets' classes, rows of `simplex`.
const Tensor& vertices(Fields& self, const Tensor& in, const Value& target) {
  const Tensor& simplex = self.tensor("simplex", 2);
  Tensor& out = self.buffer("_target", in);
  const Tensor classes =
      target.is_number() ? Tensor() : to(target.tensor(), DType::Long, cpu_device());
  const int64_t count = target.is_number() ? 1 : classes.numel();
  if (!target.is_number() && classes.dim() != 1) fail("the target must be a vector, got ", classes);
  out.resize(target.is_number() ? Shape{simplex.size(1)} : Shape{count, simplex.size(1)});
  for (int64_t i = 0; i < count; ++i) {
    const int64_t label = target.is_number() ? to_int64(target.number)
                                             : classes.data<int64_t>()[i * classes.stride(0)];
    if (label < 1 || label > simplex.size(0)) {
      fail("label ", label, " of sample ", i + 1, " is not in 1 to ", simplex.size(0));
    }
    Tensor row = target.is_number() ? out : select(out, 0, i);
    copy(row, select(simplex, 0, label - 1));
  }
  return out;
}

// SpatialAutoCropMSECriterion: the middle of the target.
Tensor cropped(Fields&, const Tensor& in, const Value& target) {
  Tensor middle = target.tensor();
  check_dims("input", in, 3, 4);
  check_dims("target", middle, in.dim(), in.dim());
  for (int d = in.dim() - 2; d < in.dim(); ++d) {
    if (in.size(d) > middle.size(d)) {
      fail("input ", in.sizes(), " is larger than the target ", target.tensor().sizes());
    }
    middle = narrow(middle, d, (middle.size(d) - in.size(d)) / 2, in.size(d));
  }
  return middle;
}

template <auto kTarget>
constexpr Criterion squared_error(const char* name) {
  return {name,
          [](Fields& self, const Value& input, const Value& target) {
            const Tensor& in = input.tensor();
            write(self, PairLoss::SquaredError, in, kTarget(self, in, target), options(self));
          },
          [](Fields& self, const Value& input, const Value& target) {
            const Tensor& in = input.tensor();
            pair_loss_backward(PairLoss::SquaredError, self.grad_input(in), in,
                               kTarget(self, in, target), options(self));
          }};
}

// --- L1Cost: the sum of absolute values, without a target ---

void l1_forward(Fields& self, const Value& input, const Value&) {
  self.set("output", norm(input.tensor(), 1));
}

void l1_backward(Fields& self, const Value& input, const Value&) {
  sign(self.grad_input(input.tensor()), input.tensor());
}

constexpr Criterion kCriterions[] = {
    criterion<PairLoss::AbsoluteError>("nn.AbsCriterion"),
    {"nn.BCECriterion", weighted_forward<PairLoss::BinaryCrossEntropy>,
     weighted_backward<PairLoss::BinaryCrossEntropy>},
    squared_error<vertices>("nn.ClassSimplexCriterion"),
    criterion<PairLoss::KlDivergence>("nn.DistKLDivCriterion"),
    {"nn.HingeEmbeddingCriterion", hinge_forward, hinge_backward},
    {"nn.L1Cost", l1_forward, l1_backward},
    criterion<PairLoss::SquaredError>("nn.MSECriterion"),
    criterion<PairLoss::Margin>("nn.MarginCriterion"),
    {"nn.MultiLabelSoftMarginCriterion", weighted_forward<PairLoss::Logistic>,
     weighted_backward<PairLoss::Logistic>},
    criterion<PairLoss::SmoothL1>("nn.SmoothL1Criterion"),
    criterion<PairLoss::SoftMargin>("nn.SoftMarginCriterion"),
    squared_error<cropped>("nn.SpatialAutoCropMSECriterion"),
    squared_error<weighted_target>("nn.WeightedMSECriterion"),
};

}  // namespace

Criterions pair_loss_criterions() { return kCriterions; }

}  // namespace tocha::nn
