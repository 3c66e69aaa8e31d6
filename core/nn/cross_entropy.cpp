// SPDX-License-Identifier: BSD-3-Clause
// The logarithm of softmax and the negative log-likelihood in one criterion. Both are objects of
// their own in its fields `lsm` and `nll`, where scripts find them.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

// Scripts set sizeAverage on the criterion or on the inner one: the one that changed counts.
void choose_average(Fields& self) {
  const bool average = self.flag("sizeAverage");
  if (average != self.flag("oldSizeAverage")) self.table("nll").set_flag("sizeAverage", average);
  self.set_flag("oldSizeAverage", average);
}

// The value without its dimensions of size 1, where it has more than `dims`.
struct Squeezed {
  Squeezed(const Value& from, int dims) : value(from) {
    if (!from.is_tensor() || from.tensor().dim() <= dims) return;
    view = squeeze(from.tensor());
    value = Value(view);
  }
  Tensor view;
  Value value;
};

void forward(Fields& self, const Value& input, const Value& target) {
  choose_average(self);
  const Squeezed scores(input, 2), labels(target, 1);
  const Value logarithms = self.table("lsm").forward(scores.value);
  self.set("output", self.table("nll").forward(logarithms, labels.value).number);
}

void backward(Fields& self, const Value& input, const Value& target) {
  choose_average(self);
  const Squeezed scores(input, 2), labels(target, 1);
  Fields &lsm = self.table("lsm"), &nll = self.table("nll");
  const Value gradient = nll.backward(lsm.get("output"), labels.value);
  const Tensor& in = input.tensor();
  become(self.grad_input(in), view(lsm.backward(scores.value, gradient).tensor(), in.sizes()));
}

constexpr Criterion kCriterions[] = {{"nn.CrossEntropyCriterion", forward, backward}};

}  // namespace

Criterions cross_entropy_criterions() { return kCriterions; }

}  // namespace tocha::nn
