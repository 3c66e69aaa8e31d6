// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/criterion.h"

#include "core/nn/checks.h"
#include "core/nn/criterion_functors.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/loss.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void run_nll(NllCall call, const Tensor& in, const Tensor& target) {
  const Tensor* weights = call.options.weights;
  if (weights) {
    check_same_type(*weights, in);
    if (weights->numel() != call.classes) {
      fail("there are ", weights->numel(), " class weights for ", call.classes, " classes (input ",
           in.sizes(), ")");
    }
  }
  if (target.dim() > 1 || target.numel() != call.frames) {
    fail("target has sizes ", target.sizes(), ", expected ", call.frames, " labels (input ",
         in.sizes(), ")");
  }
  const Tensor held_weights = weights ? contiguous(*weights) : Tensor();
  NllLoss options = call.options;
  options.weights = weights ? &held_weights : nullptr;
  const Tensor source = contiguous(in);
  const Tensor labels = contiguous(to(target, DType::Long, in.device()));
  need(in.device(), &LayerKernels::nll_loss)({call.loss, call.total_weight, call.gradient, source,
                                              labels, call.frames, call.classes, options});
}

void nll(Tensor* loss, Tensor& total_weight, Tensor* gradient, const Tensor& in,
         const Tensor& target, const NllLoss& options) {
  check_dims("input", in, 1, 2);
  const int64_t frames = in.dim() == 2 ? in.size(0) : 1, classes = in.size(in.dim() - 1);
  check_same_type(total_weight, in);
  total_weight.resize(Shape{1});
  run_nll({loss, total_weight, gradient, in, target, frames, classes, options}, in, target);
}

template <template <class> class Op>
void pair_loss(Tensor& loss, const Tensor& in, const Tensor& target, double scale) {
  check_same_type(target, in);
  check_same_type(loss, in);
  if (in.numel() != target.numel() || in.empty()) {
    fail("input has sizes ", in.sizes(), ", the target has ", target.sizes());
  }
  loss.resize(Shape{1});
  need(in.device(), &LayerKernels::pair_loss)(
      {PairLosses::position<Op>(), loss, contiguous(in), contiguous(target), scale});
}

template <template <class> class Op>
void pair_loss_backward(Tensor& grad_in, const Tensor& in, const Tensor& target, double scale) {
  if (in.numel() != target.numel()) {
    fail("input has sizes ", in.sizes(), ", the target has ", target.sizes());
  }
  pointwise(grad_in,
            {&Kernels::pair_loss_gradient, PairLosses::position<Op>(), {&in, &target}, {scale}});
}

double mean_scale(const Tensor& in, bool size_average) {
  return size_average && !in.empty() ? 1.0 / double(in.numel()) : 1.0;
}

}  // namespace

void nll_loss(Tensor& loss, Tensor& total_weight, const Tensor& in, const Tensor& target,
              const NllLoss& options) {
  check_same_type(loss, in);
  loss.resize(Shape{1});
  nll(&loss, total_weight, nullptr, in, target, options);
}

void nll_backward(Tensor& grad_in, Tensor& total_weight, const Tensor& in, const Tensor& target,
                  const NllLoss& options) {
  check_same_type(grad_in, in);
  if (!grad_in.is_contiguous() || !grad_in.same_sizes(in)) grad_in.resize_as(in);
  nll(nullptr, total_weight, &grad_in, in, target, options);
}

void squared_error(Tensor& loss, const Tensor& in, const Tensor& target, bool size_average) {
  pair_loss<functors::SquaredError>(loss, in, target, mean_scale(in, size_average));
}
void squared_error_backward(Tensor& grad_in, const Tensor& in, const Tensor& target,
                            bool size_average) {
  pair_loss_backward<functors::SquaredError>(grad_in, in, target, mean_scale(in, size_average));
}

}  // namespace tocha

namespace tocha::nn {
namespace {
NllLoss options(Fields& self) {
  return {.weights = self.optional_tensor("weights"),
          .size_average = self.flag("sizeAverage"),
          .ignore = self.integer("ignoreIndex", -100)};
}

// The labels as a tensor: a number goes into one of ours.
const Tensor& labels(Fields& self, const Value& target, Device& device) {
  if (!target.is_number()) return target.tensor();
  const Value kept = self.get("target");
  const bool usable = kept.is_tensor() && kept.tensor_ptr->dtype() == DType::Long;
  Tensor& one = usable ? *kept.tensor_ptr : self.make_tensor("target", DType::Long, device);
  fill(one.resize(Shape{1}), target.number);
  return one;
}

void nll_forward(Fields& self, const Value& input, const Value& target) {
  const Tensor& in = input.tensor();
  Tensor& loss = self.buffer("output_tensor", in);
  nll_loss(loss, self.buffer("total_weight_tensor", in), in, labels(self, target, in.device()),
           options(self));
  self.set("output", item(loss));
}

void nll_backward(Fields& self, const Value& input, const Value& target) {
  const Tensor& in = input.tensor();
  tocha::nll_backward(self.grad_input(in), self.buffer("total_weight_tensor", in), in,
                      labels(self, target, in.device()), options(self));
}

void mse_forward(Fields& self, const Value& input, const Value& target) {
  Tensor& loss = self.buffer("output_tensor", input.tensor());
  squared_error(loss, input.tensor(), target.tensor(), self.flag("sizeAverage"));
  self.set("output", item(loss));
}

void mse_backward(Fields& self, const Value& input, const Value& target) {
  squared_error_backward(self.grad_input(input.tensor()), input.tensor(), target.tensor(),
                         self.flag("sizeAverage"));
}

constexpr Criterion kCriterions[] = {
    {"nn.ClassNLLCriterion", nll_forward, nll_backward},
    {"nn.MSECriterion", mse_forward, mse_backward},
};

}  // namespace

Criterions basic_criterions() { return kCriterions; }

}  // namespace tocha::nn
