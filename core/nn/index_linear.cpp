// SPDX-License-Identifier: BSD-3-Clause
// nn.IndexLinear: a fully connected layer for inputs with few nonzero elements, given as their
// positions (keys) and values: {keys, values} of a sample, {{keys...}, {values...}} of a batch, or
// {keys, values, sizes} of a batch one after the other. `weight` is inputs x outputs, so that what
// a key needs lies together. Gradients are kept per key that occurred, in the table `running`.
//
// With normalisation each row of `weight` starts with four numbers: the greatest absolute value of
// that input so far, its inverse, the factor of the input's learning rate, and a learned number
// that is added to the normalised value.
#include <vector>

#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/nn/sparse.h"
#include "core/ops/arithmetic.h"
#include "core/ops/clamp.h"
#include "core/ops/compare.h"
#include "core/ops/copy.h"
#include "core/ops/create.h"
#include "core/ops/index.h"
#include "core/ops/linalg.h"
#include "core/ops/masked.h"
#include "core/ops/math.h"
#include "core/ops/reduce.h"
#include "core/ops/sort.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

enum Column { kGreatest, kInverse, kRate, kShift };

struct Batch {
  Batch(Fields& self, const Value& input);

  bool single = false, flat = false;
  int64_t samples = 1;
  Tensor positions, values, rows;  // of all elements, one after the other
};

// The numbers of elements of the samples in the form with sizes.
std::vector<int64_t> read_sizes(const Value& sizes, int64_t count) {
  std::vector<int64_t> list;
  if (sizes.is_number()) {
    list.push_back(to_int64(sizes.number));
  } else {
    const Tensor numbers = contiguous(to(sizes.tensor(), DType::Long, cpu_device()));
    list.assign(numbers.data<int64_t>(), numbers.data<int64_t>() + numbers.numel());
  }
  int64_t sum = 0;
  for (const int64_t size : list) {
    if (size < 0) fail("a sample has ", size, " elements");
    if (__builtin_add_overflow(sum, size, &sum)) fail("too many elements");
  }
  if (sum != count) fail("the sizes add up to ", sum, ", but there are ", count, " keys");
  return list;
}

void check_vectors(const Tensor& keys, const Tensor& values) {
  if (keys.numel() != values.numel() || keys.dim() > 1 || values.dim() > 1) {
    fail("keys and values must be vectors of one size, got ", keys, " and ", values);
  }
}

Batch::Batch(Fields& self, const Value& input) {
  Fields& in = input.table();
  const int64_t parts = in.length();
  if (parts != 2 && parts != 3) {
    fail("a table {keys, values} or {keys, values, sizes} expected, got ", parts, " elements");
  }
  const Value given_keys = in.get(1), given_values = in.get(2);
  flat = parts == 3, single = !flat && given_keys.is_tensor();
  std::vector<const Tensor*> key_list, value_list;
  if (flat || single) {
    key_list = {&given_keys.tensor()}, value_list = {&given_values.tensor()};
  } else {
    samples = given_keys.table().length();
    if (given_values.table().length() != samples) {
      fail("there are keys of ", samples, " samples and values of ", given_values.table().length());
    }
    for (int64_t i = 1; i <= samples; ++i) {
      key_list.push_back(&given_keys.table().tensor(i));
      value_list.push_back(&given_values.table().tensor(i));
    }
  }
  std::vector<int64_t> sizes;
  int64_t count = 0;
  for (size_t i = 0; i < key_list.size(); ++i) {
    check_vectors(*key_list[i], *value_list[i]);
    sizes.push_back(key_list[i]->numel());
    count += sizes.back();
  }
  if (flat) sizes = read_sizes(in.get(3), count), samples = int64_t(sizes.size());
  if (count == 0) return;

  const Tensor& weight = self.tensor("weight", 2);
  Device& device = weight.device();
  Fields& running = self.table("running");
  Tensor& keys =
      running.table_buffer("keys").buffer(running.integer("counter"), DType::Long, device);
  Tensor& all_values = self.buffer("values", weight);
  Tensor& all_rows = self.buffer("_rows", DType::Long, device);
  for (Tensor* t : {&keys, &all_values, &all_rows}) t->resize(Shape{count});
  int64_t at = 0;
  for (size_t i = 0; i < key_list.size(); ++i) {
    const int64_t length = key_list[i]->numel();
    if (length == 0) continue;
    Tensor some_keys = narrow(keys, 0, at, length), some = narrow(all_values, 0, at, length);
    copy(some_keys, *key_list[i]);
    copy(some, *value_list[i]);
    at += length;
  }
  at = 0;
  for (size_t i = 0; i < sizes.size(); at += sizes[i++]) {
    if (sizes[i] == 0) continue;
    Tensor part = narrow(all_rows, 0, at, sizes[i]);
    fill(part, double(i + 1));
  }
  positions = keys, values = all_values, rows = all_rows;
  if (const int64_t shift = self.position("offset", -1) + 1) {
    Tensor& shifted = self.buffer("_positions", DType::Long, device);
    add(shifted, keys, double(shift));
    positions = shifted;
  }
}

int64_t extra_columns(Fields& self) { return self.integer("normalize", 0); }

// The part of the weights that multiplies values.
Tensor factors(Fields& self) {
  const int64_t extra = extra_columns(self);
  const Tensor& weight = self.tensor("weight", 2);
  return narrow(weight, 1, extra, weight.size(1) - extra);
}

// Raises the greatest absolute values to those that occur now. Of several at one position the
// greatest must win: they are written in ascending order.
void learn_range(Fields& self, Tensor& weight, const Batch& in, const Tensor& sizes) {
  Tensor greatest = select(weight, 1, kGreatest), inverse = select(weight, 1, kInverse),
         rate = select(weight, 1, kRate);
  Tensor &most = self.buffer("_most", weight), &sorted = self.buffer("_sorted", weight);
  Tensor& order = self.buffer("_order", DType::Long, weight.device());
  Tensor& place = self.buffer("_place", DType::Long, weight.device());
  index_select(most, greatest, 0, in.positions);
  cmax(most, most, sizes);
  sort(sorted, order, most, 0, false);
  index_select(place, in.positions, 0, order);
  index_copy(greatest, 0, place, sorted);
  index_select(most, greatest, 0, in.positions);
  cinv(sorted, most);
  Tensor& unseen = self.buffer("_mask", DType::Byte, weight.device());
  eq(unseen, most, 0);
  masked_fill(sorted, unseen, 0);
  index_copy(inverse, 0, in.positions, sorted);
  index_fill(rate, 0, in.positions, 1);
}

// Values divided by the greatest absolute value of their input, and at most 1; plus its number.
const Tensor& normalized(Fields& self, const Batch& in) {
  Tensor& weight = self.tensor("weight", 2);
  Tensor &out = self.buffer("normalizedValues", in.values),
         &sizes = self.buffer("_sizes", in.values);
  abs(sizes, in.values);
  if (self.flag("train", true)) learn_range(self, weight, in, sizes);
  Tensor &column = self.buffer("_column", in.values), &beyond = self.buffer("_beyond", in.values);
  Tensor& mask = self.buffer("_mask", DType::Byte, weight.device());
  index_select(column, select(weight, 1, kGreatest), 0, in.positions);
  gt(mask, sizes, column);
  copy(beyond.resize_as(sizes), mask);
  index_select(column, select(weight, 1, kInverse), 0, in.positions);
  mul(out, in.values, column);
  sign(sizes, in.values);
  add(sizes, sizes, -1, out);
  addcmul(out, out, 1, beyond, sizes);
  index_select(column, select(weight, 1, kShift), 0, in.positions);
  add(out, out, 1, column);
  return out;
}

void forward(Fields& self, const Value& input) {
  const Batch in(self, input);
  const Tensor &weight = self.tensor("weight", 2), &bias = self.tensor("bias");
  Tensor& out = self.output(weight);
  out.resize(in.single ? Shape{bias.numel()} : Shape{in.samples, bias.numel()});
  copy(out, bias);
  if (in.values.empty()) return;
  const Tensor& values = extra_columns(self) > 0 ? normalized(self, in) : in.values;
  Tensor sums = in.single ? unsqueeze(out, 0) : out;
  add_scaled_rows(sums, in.rows, factors(self), in.positions, values,
                  self.buffer("_terms", weight));
}

Tensor batch_gradient(Fields& self, const Batch& in, const Value& grad_output) {
  const Tensor& g = grad_output.tensor();
  const int64_t outputs = self.tensor("bias").numel();
  if (g.numel() != in.samples * outputs) {
    fail("gradOutput has sizes ", g.sizes(), ", the output has ", Shape{in.samples, outputs});
  }
  return view(contiguous(g), Shape{in.samples, outputs});
}

// With `doGradInput` the gradient with respect to every input, in the form of the input.
void backward(Fields& self, const Value& input, const Value& grad_output) {
  Fields& result = self.table_buffer("gradInput");
  if (!self.flag("doGradInput")) return result.shorten(0);
  if (extra_columns(self) > 0) fail("there is no gradient with respect to normalised inputs");
  const Batch in(self, input);
  const Tensor& weight = self.tensor("weight", 2);
  const int64_t inputs = weight.size(0);
  Tensor& dense = self.buffer("_dense", weight);
  mm(dense, batch_gradient(self, in, grad_output), transpose(weight, 0, 1));
  Tensor& all = self.buffer("_keys", DType::Long, weight.device());
  range(all, 1, double(inputs), 1);
  auto write = [&](Fields& keys, Fields& values, Key key, Key value_key, const Tensor& from) {
    const Shape sizes{from.sizes()};
    copy(keys.buffer(key, DType::Long, weight.device()).resize(sizes), all);
    copy(values.buffer(value_key, weight.dtype(), weight.device()).resize(sizes), from);
  };
  if (in.flat) return write(result, result, 1, 2, dense);
  if (in.single) return write(result, result, 1, 2, select(dense, 0, 0));
  Fields &keys = result.table_buffer(1), &values = result.table_buffer(2);
  for (int64_t i = 1; i <= in.samples; ++i) write(keys, values, i, i, select(dense, 0, i - 1));
  keys.shorten(in.samples);
  values.shorten(in.samples);
}

// A row for each element: value times gradOutput; with normalisation gradOutput itself in front,
// for the number that is added to values.
void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Batch in(self, input);
  Tensor& grad_bias = self.tensor("gradBias");
  const Tensor g = batch_gradient(self, in, grad_output);
  Tensor& total = self.buffer("_total", g);
  sum(total, g, 0);
  add(grad_bias, grad_bias, scale, total);
  if (in.values.empty()) return;
  Fields& running = self.table("running");
  const int64_t counter = running.integer("counter"), outputs = g.size(1);
  const bool normalizes = extra_columns(self) > 0;
  Tensor& rows = running.table_buffer("gradWeight").buffer(counter, g);
  rows.resize(Shape{in.values.numel(), normalizes ? 2 * outputs : outputs});
  if (normalizes) {
    Tensor first = narrow(rows, 1, 0, outputs), second = narrow(rows, 1, outputs, outputs);
    Tensor& terms = self.buffer("_terms", g);
    index_select(terms, g, 0, in.rows);
    mul(first, terms, scale);
    mul(second, first, unsqueeze(self.tensor("normalizedValues"), 1));
  } else {
    Tensor& scaled = self.buffer("valuesBuffer", g);
    mul(scaled, in.values, scale);
    index_select(rows, g, 0, in.rows);
    mul(rows, rows, unsqueeze(scaled, 1));
  }
  running.set("counter", double(counter + 1));
}

constexpr Layer kLayers[] = {{"nn.IndexLinear", forward, backward, accumulate}};

}  // namespace

Layers index_linear_layers() { return kLayers; }

}  // namespace tocha::nn
