// SPDX-License-Identifier: BSD-3-Clause
// nn.SparseLinear: a fully connected layer for inputs with few nonzero elements, given as rows
// (position, value): one matrix n x 2 for a sample, a table of them for a batch, or, as in early
// versions, one tensor samples x n x 2. Only the columns of the weights that occur are read, and
// given gradients. Elements of value 0 do not count, whatever their position.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/nn/sparse.h"
#include "core/ops/arithmetic.h"
#include "core/ops/compare.h"
#include "core/ops/copy.h"
#include "core/ops/create.h"
#include "core/ops/linalg.h"
#include "core/ops/masked.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

// How often gradients were added since they were zero; once leaves updates to the columns of
// `lastInput`.
enum Gathered { kNone = 0, kOnce = 1, kOften = 2 };

// All elements of the batch as rows (sample, position, value), kept in `formatted_input`.
struct Elements {
  Elements(Fields& self, const Value& input);

  bool single = false;
  bool one_tensor = false;  // samples x n x 2
  int64_t samples = 1;
  Tensor list, rows, columns, values;
};

void check_sample(const Tensor& in) {
  if (in.dim() != 2 || in.size(1) != 2) {
    fail("a sample must be a matrix of rows (position, value), got ", in);
  }
}

void put(const Tensor& list, int64_t at, int64_t sample, const Tensor& in) {
  Tensor numbers = narrow(narrow(list, 0, at, in.size(0)), 1, 0, 1);
  fill(numbers, double(sample));
  Tensor pairs = narrow(narrow(list, 0, at, in.size(0)), 1, 1, 2);
  copy(pairs, in);
}

Elements::Elements(Fields& self, const Value& input) {
  const Tensor& weight = self.tensor("weight", 2);
  Tensor& kept = self.buffer("formatted_input", weight);
  int64_t count = 0;
  if (input.is_table()) {
    samples = input.table().length();
    for (int64_t i = 1; i <= samples; ++i) {
      check_sample(input.table().tensor(i));
      count += input.table().tensor(i).size(0);
    }
  } else {
    const Tensor& in = input.tensor();
    check_dims("input", in, 2, 3);
    single = in.dim() == 2, one_tensor = !single;
    if (one_tensor) samples = in.size(0);
    check_sample(single ? in : select(in, 0, 0));
    count = in.numel() / 2;
  }
  if (count == 0) return;
  kept.resize(Shape{count, 3});
  for (int64_t i = 0, at = 0; i < samples; ++i) {
    const Tensor in = input.is_table() ? input.table().tensor(i + 1)
                      : single         ? input.tensor()
                                       : select(input.tensor(), 0, i);
    put(kept, at, i + 1, in);
    at += in.size(0);
  }
  list = kept;
  values = select(list, 1, 2);
  Tensor& where = self.buffer("_positions", DType::Long, weight.device()).resize(Shape{2, count});
  copy(where, transpose(narrow(list, 1, 0, 2), 0, 1));
  rows = select(where, 0, 0), columns = select(where, 0, 1);
  Tensor& nothing = self.buffer("_nothing", DType::Byte, weight.device());
  eq(nothing, values, 0);
  masked_fill(columns, nothing, 1);
}

void forward(Fields& self, const Value& input) {
  if (self.integer("sparseUpdate", kNone) == kOnce) self.set("sparseUpdate", kOften);
  const Elements in(self, input);
  const Tensor &weight = self.tensor("weight", 2), &bias = self.tensor("bias");
  Tensor& out = self.output(weight);
  out.resize(in.single || in.samples == 0 ? Shape{bias.numel()} : Shape{in.samples, bias.numel()});
  copy(out, bias);
  if (in.list.empty()) return;
  Tensor &terms = self.buffer("_terms", weight), sums = in.single ? unsqueeze(out, 0) : out;
  add_scaled_rows(sums, in.rows, transpose(weight, 0, 1), in.columns, in.values, terms);
}

Tensor batch_gradient(Fields& self, const Elements& in, const Value& grad_output) {
  const Tensor& g = grad_output.tensor();
  const int64_t outputs = self.tensor("weight", 2).size(0);
  if (g.numel() != in.samples * outputs) {
    fail("gradOutput has sizes ", g.sizes(), ", the output has ", Shape{in.samples, outputs});
  }
  return view(contiguous(g), Shape{in.samples, outputs});
}

// The gradient with respect to every input, as dense lists (position, value); nothing unless the
// field `doGradInput` asks for it.
void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Elements in(self, input);
  const Tensor& weight = self.tensor("weight", 2);
  const bool wanted = self.flag("doGradInput") && in.samples > 0;
  const int64_t inputs = weight.size(1);
  Tensor positions(weight.dtype(), weight.device()), &dense = self.buffer("_dense", weight);
  if (wanted) {
    range(positions, 1, double(inputs), 1);
    mm(dense, batch_gradient(self, in, grad_output), weight);
  }
  auto write = [&](const Tensor& sample, int64_t i) {
    Tensor first = select(sample, 1, 0), second = select(sample, 1, 1);
    copy(first, positions);
    copy(second, select(dense, 0, i));
  };
  if (in.one_tensor) {
    Tensor& grad_in = self.buffer("gradInput", weight.dtype(), weight.device());
    if (!wanted) return fill(grad_in.resize_as(input.tensor()), 0);
    grad_in.resize(Shape{in.samples, inputs, 2});
    for (int64_t i = 0; i < in.samples; ++i) write(select(grad_in, 0, i), i);
    return;
  }
  Fields& list = self.table_buffer("gradInput");
  for (int64_t i = 0; wanted && i < in.samples; ++i) {
    write(list.buffer(i + 1, weight).resize(Shape{inputs, 2}), i);
  }
  list.shorten(wanted ? in.samples : 0);
}

// Remembers which columns have gradients, for updates of these alone.
void remember(Fields& self, const Elements& in) {
  const int64_t gathered = self.integer("sparseUpdate", kNone);
  if (gathered == kNone) {
    Tensor& last = self.buffer("lastInput", in.list).resize_as(in.list);
    copy(last, in.list);
    Tensor positions = select(last, 1, 1);
    copy(positions, in.columns);
  }
  self.set("sparseUpdate", gathered == kNone ? kOnce : kOften);
}

void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Elements in(self, input);
  if (in.list.empty()) return self.set("sparseUpdate", kOften);
  remember(self, in);
  const Tensor &weight = self.tensor("weight", 2), g = batch_gradient(self, in, grad_output);
  const double decay = self.number("weightDecay", 0);
  Tensor &grad_weight = self.tensor("gradWeight"), &grad_bias = self.tensor("gradBias");
  Tensor &terms = self.buffer("_terms", g), columns = transpose(grad_weight, 0, 1);
  Tensor& scaled = self.buffer("_values", g);
  mul(scaled, in.values, scale);
  if (decay != 0) add(grad_weight, grad_weight, decay, weight);
  add_scaled_rows(columns, in.columns, g, in.rows, scaled, terms);
  Tensor& total = self.buffer("_total", g);
  sum(total, g, 0);
  add(grad_bias, grad_bias, scale, total);
}

constexpr Layer kLayers[] = {{"nn.SparseLinear", forward, backward, accumulate}};

}  // namespace

Layers sparse_linear_layers() { return kLayers; }

}  // namespace tocha::nn
