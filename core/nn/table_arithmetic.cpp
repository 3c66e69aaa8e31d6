// SPDX-License-Identifier: BSD-3-Clause
// Layers that combine the tensors of a table element by element.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/nn/tables.h"
#include "core/ops/arithmetic.h"
#include "core/ops/compare.h"
#include "core/ops/copy.h"
#include "core/ops/masked.h"

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

// --- CSubTable, CDivTable: of a pair ---

struct Pair {
  explicit Pair(const Value& input) : a(input.table().tensor(1)), b(input.table().tensor(2)) {}
  Tensor &a, &b;
};

void subtract_forward(Fields& self, const Value& input) {
  const Pair in(input);
  add(self.output(in.a), in.a, -1, in.b);
}

void subtract_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Pair in(input);
  Fields& out = self.table_buffer("gradInput");
  copy(out.buffer(1, in.a).resize_as(in.a), grad_output.tensor());
  neg(out.buffer(2, in.b), match_sizes(grad_output.tensor(), in.b));
  out.shorten(2);
}

void divide_forward(Fields& self, const Value& input) {
  const Pair in(input);
  div(self.output(in.a), in.a, in.b);
}

void divide_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Pair in(input);
  Fields& out = self.table_buffer("gradInput");
  Tensor &a = out.buffer(1, in.a), &b = out.buffer(2, in.b);
  div(a, match_sizes(grad_output.tensor(), in.a), in.b);
  div(b, match_sizes(a, in.b), in.b);  // -g a / b^2
  mul(b, b, in.a);
  neg(b, b);
  out.shorten(2);
}

// --- CMulTable ---

void multiply_forward(Fields& self, const Value& input) {
  const int64_t count = count_of(input);
  Fields& in = input.table();
  Tensor& out = self.output(in.tensor(1));
  copy(out.resize_as(in.tensor(1)), in.tensor(1));
  for (int64_t i = 2; i <= count; ++i) mul(out, out, in.tensor(i));
}

// The product of the others, without a division: factors may be zero.
void multiply_backward(Fields& self, const Value& input, const Value& grad_output) {
  const int64_t count = count_of(input);
  Fields &in = input.table(), &out = self.table_buffer("gradInput");
  for (int64_t i = 1; i <= count; ++i) {
    Tensor& one = out.buffer(i, in.tensor(i));
    copy(one.resize_as(in.tensor(i)), grad_output.tensor());
    for (int64_t k = 1; k <= count; ++k) {
      if (k != i) mul(one, one, in.tensor(k));
    }
  }
  out.shorten(count);
}

// --- CMaxTable, CMinTable; maxIdx (minIdx) holds the position of the first extreme ---

using Compare = void(Tensor& out, const Tensor& a, const Tensor& b);

template <Compare* kBetter>
void extreme_forward(Fields& self, const Value& input, const char* index_name) {
  const int64_t count = count_of(input);
  Fields& in = input.table();
  const Tensor& first = in.tensor(1);
  Tensor &out = self.output(first), &index = self.buffer(index_name, first);
  Tensor& mask = self.buffer("maskByteTensor", DType::Byte, first.device());
  Tensor& chosen = self.buffer("_chosen", first);
  copy(out.resize_as(first), first);
  fill(index.resize_as(first), 1);
  for (int64_t i = 2; i <= count; ++i) {
    kBetter(mask, in.tensor(i), out);
    masked_fill(index, mask, double(i));
    masked_select(chosen, in.tensor(i), mask);
    if (!chosen.empty()) masked_copy(out, mask, chosen);
  }
}

void extreme_backward(Fields& self, const Value& input, const Value& grad_output,
                      const char* index_name) {
  const int64_t count = count_of(input);
  Fields &in = input.table(), &out = self.table_buffer("gradInput");
  const Tensor& index = self.tensor(index_name);
  for (int64_t i = 1; i <= count; ++i) {
    Tensor& one = out.buffer(i, in.tensor(i));
    eq(one.resize_as(in.tensor(i)), index, double(i));
    mul(one, one, grad_output.tensor());
  }
  out.shorten(count);
}

// --- CAddTensorTable: {tensor, table}: the tensor added to each of the table ---

void add_tensor_forward(Fields& self, const Value& input) {
  const Tensor& one = input.table().tensor(1);
  Fields &in = input.table().table(2), &out = self.table_buffer("output");
  const int64_t count = in.length();
  for (int64_t i = 1; i <= count; ++i) add(out.buffer(i, one), in.tensor(i), 1, one);
  out.shorten(count);
}

void add_tensor_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& one = input.table().tensor(1);
  Fields &gradients = grad_output.table(), &out = self.table_buffer("gradInput");
  const int64_t count = gradients.length();
  Tensor& sum = out.buffer(1, one);
  fill(sum.resize_as(one), 0);
  for (int64_t i = 1; i <= count; ++i) add(sum, sum, 1, gradients.tensor(i));
  copy_to(out, 2, grad_output);
}

constexpr Layer kLayers[] = {
    {"nn.CAddTable", add_forward, add_backward},
    {"nn.CAddTensorTable", add_tensor_forward, add_tensor_backward},
    {"nn.CDivTable", divide_forward, divide_backward},
    {"nn.CMaxTable", [](Fields& self, const Value& in) { extreme_forward<gt>(self, in, "maxIdx"); },
     [](Fields& self, const Value& in, const Value& grad_output) {
       extreme_backward(self, in, grad_output, "maxIdx");
     }},
    {"nn.CMinTable", [](Fields& self, const Value& in) { extreme_forward<lt>(self, in, "minIdx"); },
     [](Fields& self, const Value& in, const Value& grad_output) {
       extreme_backward(self, in, grad_output, "minIdx");
     }},
    {"nn.CMulTable", multiply_forward, multiply_backward},
    {"nn.CSubTable", subtract_forward, subtract_backward},
};

}  // namespace

Layers table_arithmetic_layers() { return kLayers; }

}  // namespace tocha::nn
