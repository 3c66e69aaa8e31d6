// SPDX-License-Identifier: BSD-3-Clause
// nn.MixtureTable: {gater, experts} to the sum of the experts weighted by the gater. The gater is a
// vector or a batch of such (B x n); the experts are a table of n tensors, or one tensor whose
// dimension `dim` counts them.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

struct Mixture {
  Mixture(Fields& self, const Value& input)
      : gater(input.table().tensor(1)), experts(input.table().get(2)) {
    check_dims("the gater", gater, 1, 2);
    batched = gater.dim() == 2;
    dim = self.integer("dim", batched ? 2 : 1);
    self.set("dim", double(dim));
    count = gater.size(gater.dim() - 1);
    const bool list = experts.is_table();
    if (!list && (dim < 1 || dim > experts.tensor().dim())) {
      fail("there is no dimension ", dim, " of experts in sizes ", experts.tensor().sizes());
    }
    const int64_t given = list ? experts.table().length() : experts.tensor().size(int(dim - 1));
    if (given != count) fail("the gater has ", count, " outputs for ", given, " experts");
  }
  // Expert i, from 0, of the input or of a field of its structure.
  Tensor expert(const Value& of, int64_t i) const {
    return of.is_table() ? of.table().tensor(i + 1) : select(of.tensor(), dim - 1, i);
  }
  // Weight i for each element of `like`.
  Tensor gate(int64_t i, const Tensor& like) const {
    Shape sizes;
    for (int d = 0; d < like.dim(); ++d) sizes.push_back(1);
    if (batched) sizes[0] = gater.size(0);
    const Tensor column = batched ? select(gater, 1, i) : narrow(gater, 0, i, 1);
    return expand(view(contiguous(column), sizes), like.sizes());
  }

  const Tensor& gater;
  const Value experts;
  bool batched;
  int64_t dim, count;
};

void forward(Fields& self, const Value& input) {
  const Mixture in(self, input);
  const Tensor first = in.expert(in.experts, 0);
  Tensor& out = self.output(first).resize_as(first);
  fill(out, 0);
  for (int64_t i = 0; i < in.count; ++i) {
    const Tensor expert = in.expert(in.experts, i);
    addcmul(out, out, 1, expert, in.gate(i, expert));
  }
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Mixture in(self, input);
  const Tensor& g = grad_output.tensor();
  Fields& out = self.table_buffer("gradInput");
  Tensor& gater = out.buffer(1, in.gater).resize_as(in.gater);
  const int64_t rows = in.batched ? in.gater.size(0) : 1;
  if (!in.experts.is_table()) {
    out.buffer(2, in.experts.tensor()).resize_as(in.experts.tensor());
  }
  Fields* list = in.experts.is_table() ? &out.table_buffer(2) : nullptr;
  Tensor &product = self.buffer("_expert", g), &sums = self.buffer("_sum", g);
  for (int64_t i = 0; i < in.count; ++i) {
    const Tensor expert = in.expert(in.experts, i);
    mul(product, expert, g);
    sum(sums, view(contiguous(product), Shape{rows, product.numel() / rows}), 1);
    Tensor column = in.batched ? narrow(gater, 1, i, 1) : view(narrow(gater, 0, i, 1), Shape{1, 1});
    copy(column, sums);
    Tensor gradient =
        list ? list->buffer(i + 1, expert).resize_as(expert) : in.expert(out.get(2), i);
    mul(gradient, in.gate(i, expert), g);
  }
  if (list) list->shorten(in.count);
}

constexpr Layer kLayers[] = {{"nn.MixtureTable", forward, backward}};

}  // namespace

Layers mixture_layers() { return kLayers; }

}  // namespace tocha::nn
