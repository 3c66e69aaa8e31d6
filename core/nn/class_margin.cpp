// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/class_margin.h"

#include "core/nn/checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/loss.h"
#include "core/nn/results.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

// The labels as Long: one a frame, or (multi-label) as many a frame as there are classes.
Tensor labels(Fields& self, const Value& target, Device& device) {
  if (!target.is_number()) return contiguous(to(target.tensor(), DType::Long, device));
  Tensor& one = self.buffer("target_tensor", DType::Long, device).resize(Shape{1});
  fill(one, target.number);
  return one;
}

template <bool kMultiLabel>
void run(Fields& self, const Value& input, const Value& target, Tensor* loss, Tensor* gradient) {
  const Tensor& in = input.tensor();
  check_dims("input", in, 1, 2);
  const int64_t frames = in.dim() == 2 ? in.size(0) : 1, classes = in.size(in.dim() - 1);
  const Tensor y = labels(self, target, in.device());
  if (y.numel() != (kMultiLabel ? frames * classes : frames)) {
    fail("target has sizes ", y.sizes(), ", the input ", in.sizes());
  }
  const Tensor* given = kMultiLabel ? nullptr : self.optional_tensor("weights");
  if (given && given->numel() != classes) {
    fail("there are ", given->numel(), " class weights for ", classes, " classes (input ",
         in.sizes(), ")");
  }
  if (given) check_same_type(*given, in);
  const Tensor weights = given ? contiguous(*given) : Tensor();
  need(in.device(), &LayerKernels::class_margin)({.loss = loss,
                                                  .gradient = gradient,
                                                  .in = contiguous(in),
                                                  .target = y,
                                                  .frames = frames,
                                                  .classes = classes,
                                                  .multi_label = kMultiLabel,
                                                  .p = int(self.integer("p", 1)),
                                                  .margin = self.number("margin", 1),
                                                  .weights = given ? &weights : nullptr,
                                                  .size_average = self.flag("sizeAverage", true)});
}

template <bool kMultiLabel>
void forward(Fields& self, const Value& input, const Value& target) {
  Tensor& loss = self.buffer("output_tensor", input.tensor()).resize(Shape{1});
  run<kMultiLabel>(self, input, target, &loss, nullptr);
  self.set("output", item(loss));
}

template <bool kMultiLabel>
void backward(Fields& self, const Value& input, const Value& target) {
  const Tensor& in = input.tensor();
  check_dims("input", in, 1, 2);
  Result result(self.grad_input(in), Shape{in.sizes()}, {&in});
  run<kMultiLabel>(self, input, target, nullptr, &result.tensor());
  result.finish();
}

constexpr Criterion kCriterions[] = {
    {"nn.MultiLabelMarginCriterion", forward<true>, backward<true>},
    {"nn.MultiMarginCriterion", forward<false>, backward<false>},
};

}  // namespace

Criterions class_margin_criterions() { return kCriterions; }

}  // namespace tocha::nn
