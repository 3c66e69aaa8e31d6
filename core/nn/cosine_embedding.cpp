// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/cosine_embedding.h"

#include "core/nn/checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/loss.h"
#include "core/nn/results.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

struct Operands {
  Tensor a, b, signs;
};

Operands check(const Tensor& a, const Tensor& b, const Tensor& signs) {
  check_dims("input", a, 1, 2);
  check_same_type(a, b);
  check_same_type(a, signs);
  if (!a.same_sizes(b)) fail("inputs have sizes ", a.sizes(), " and ", b.sizes());
  const int64_t n = a.dim() == 2 ? a.size(0) : 1;
  if (signs.numel() != n) fail("target has ", signs.numel(), " elements for ", n, " samples");
  const Shape rows{n, a.numel() / n};
  return {view(contiguous(a), rows), view(contiguous(b), rows), contiguous(signs)};
}

}  // namespace

void cosine_embedding(Tensor& loss, const Tensor& a, const Tensor& b, const Tensor& signs,
                      double margin, bool size_average) {
  const Operands in = check(a, b, signs);
  check_same_type(loss, a);
  loss.resize(Shape{1});
  need(a.device(),
       &LayerKernels::cosine_embedding)({in.a, in.b, in.signs, margin, size_average, &loss});
}

void cosine_embedding_backward(Tensor& grad_a, Tensor& grad_b, const Tensor& a, const Tensor& b,
                               const Tensor& signs, double margin, bool size_average) {
  const Operands in = check(a, b, signs);
  check_same_type(grad_a, a);
  check_same_type(grad_b, a);
  Result da(grad_a, Shape{a.sizes()}, {&in.a, &in.b}), db(grad_b, Shape{b.sizes()}, {&in.a, &in.b});
  need(a.device(), &LayerKernels::cosine_embedding)(
      {in.a, in.b, in.signs, margin, size_average, nullptr, &da.tensor(), &db.tensor()});
  da.finish();
  db.finish();
}

}  // namespace tocha

namespace tocha::nn {
namespace {
// The target as a tensor: a number goes into one of the inputs' type.
const Tensor& signs(Fields& self, const Tensor& in, const Value& target) {
  if (!target.is_number()) return target.tensor();
  Tensor& one = self.buffer("_signs", in).resize(Shape{1});
  fill(one, target.number);
  return one;
}

void forward(Fields& self, const Value& input, const Value& target) {
  const Tensor &a = input.table().tensor(1), &b = input.table().tensor(2);
  Tensor& loss = self.buffer("_loss", a);
  cosine_embedding(loss, a, b, signs(self, a, target), self.number("margin"),
                   self.flag("sizeAverage"));
  self.set("output", item(loss));
}

void backward(Fields& self, const Value& input, const Value& target) {
  const Tensor &a = input.table().tensor(1), &b = input.table().tensor(2);
  Fields& gradients = self.table_buffer("gradInput");
  cosine_embedding_backward(gradients.buffer(1, a), gradients.buffer(2, a), a, b,
                            signs(self, a, target), self.number("margin"),
                            self.flag("sizeAverage"));
}

constexpr Criterion kCriterions[] = {{"nn.CosineEmbeddingCriterion", forward, backward}};

}  // namespace

Criterions cosine_embedding_criterions() { return kCriterions; }

}  // namespace tocha::nn
