// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/criterion.h"

#include <array>

#include "core/nn/checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/loss.h"
#include "core/nn/results.h"
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
  // A single sample's label may have others behind it: Torch7 reads the first.
  const bool enough = in.dim() == 1 ? target.numel() >= 1 : target.numel() == call.frames;
  if (target.dim() > 1 || !enough) {
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
  check_dims("input", in, 1, 2);
  Result result(grad_in, Shape{in.sizes()});
  nll(nullptr, total_weight, &result.tensor(), in, target, options);
  result.finish();
}

}  // namespace tocha

namespace tocha::nn {
namespace {
NllLoss options(Fields& self) {
  return {.weights = self.optional_tensor("weights"),
          .size_average = self.flag("sizeAverage"),
          .ignore = self.position("ignoreIndex", -100)};
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

// --- SpatialClassNLLCriterion: a label for each pixel; pixels are samples ---

// planes x h x w, or a batch of them, as pixels x planes.
Tensor pixels(const Tensor& t) {
  check_dims("input", t, 3, 4);
  const Tensor batch = t.dim() == 3 ? unsqueeze(t, 0) : t;
  const Tensor last = contiguous(permute(batch, std::array<int64_t, 4>{0, 2, 3, 1}));
  return view(last, Shape{t.numel() / batch.size(1), batch.size(1)});
}

void spatial_forward(Fields& self, const Value& input, const Value& target) {
  const Tensor& in = input.tensor();
  const Tensor classes = contiguous(labels(self, target, in.device()));
  Tensor& loss = self.buffer("output_tensor", in);
  nll_loss(loss, self.buffer("total_weight_tensor", in), pixels(in),
           view(classes, Shape{classes.numel()}), options(self));
  self.set("output", item(loss));
}

void spatial_backward(Fields& self, const Value& input, const Value& target) {
  const Tensor& in = input.tensor();
  const Tensor classes = contiguous(labels(self, target, in.device()));
  Tensor gradient(in.dtype(), in.device());
  tocha::nll_backward(gradient, self.buffer("total_weight_tensor", in), pixels(in),
                      view(classes, Shape{classes.numel()}), options(self));
  Tensor& out = self.grad_input(in).resize_as(in);
  Tensor batch = in.dim() == 3 ? unsqueeze(out, 0) : out;
  const Shape last{batch.size(0), batch.size(2), batch.size(3), batch.size(1)};
  copy(batch, permute(view(gradient, last), std::array<int64_t, 4>{0, 3, 1, 2}));
}

constexpr Criterion kCriterions[] = {
    {"nn.ClassNLLCriterion", nll_forward, nll_backward},
    {"nn.SpatialClassNLLCriterion", spatial_forward, spatial_backward},
};

}  // namespace

Criterions basic_criterions() { return kCriterions; }

}  // namespace tocha::nn
