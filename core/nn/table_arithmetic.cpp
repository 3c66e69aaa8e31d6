// SPDX-License-Identifier: BSD-3-Clause
// Layers that combine the tensors of a table element by element.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"

namespace tocha::nn {
namespace {

// How many tensors the input table has: at least one.
int64_t count_of(const Value& input) {
  const int64_t count = input.is_table() ? input.table().length() : 0;
  if (count == 0) fail("the input must be a table of tensors, got ", input.describe());
  return count;
}

// --- CAddTable; in place the sum is gathered in the first tensor ---

void add_forward(Fields& self, const Value& input) {
  const int64_t count = count_of(input);
  Fields& in = input.table();
  const Tensor& first = in.tensor(1);
  Tensor& out = self.output(first);
  if (self.flag("inplace")) {
    become(out, first);
    if (count > 1) add(out, out, 1, in.tensor(2));
  } else if (count > 1) {
    add(out, first, 1, in.tensor(2));
  } else {
    copy(out.resize_as(first), first);
  }
  for (int64_t i = 3; i <= count; ++i) add(out, out, 1, in.tensor(i));
}

void add_backward(Fields& self, const Value& input, const Value& grad_output) {
  const int64_t count = count_of(input);
  const Tensor& gradient = grad_output.tensor();
  Fields& out = self.table_buffer("gradInput");
  for (int64_t i = 1; i <= count; ++i) {
    const Tensor& in = input.table().tensor(i);
    Tensor& one = out.buffer(i, in);
    if (self.flag("inplace")) {
      become(one, gradient);
    } else {
      copy(one.resize_as(in), gradient);
    }
  }
  out.shorten(count);
}

constexpr Layer kLayers[] = {
    {"nn.CAddTable", add_forward, add_backward},
};

}  // namespace

Layers table_arithmetic_layers() { return kLayers; }

}  // namespace tocha::nn
