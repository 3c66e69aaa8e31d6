// SPDX-License-Identifier: BSD-3-Clause
// Layers that take tables apart and put them together: JoinTable, SplitTable, SelectTable,
// NarrowTable, FlattenTable, ZipTable, ZipTableOneToMany.
#include "core/base/nesting.h"
#include "core/nn/arguments.h"
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/nn/tables.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

int64_t dimension_of(Fields& self, const Tensor& t) {
  return sample_dim(t, self.integer("dimension"), self.integer("nInputDims", 0));
}

// --- JoinTable ---

void join_forward(Fields& self, const Value& input) {
  Fields& in = input.table();
  const int64_t count = in.length();
  const Tensor& first = in.tensor(1);
  const int64_t dim = dimension_of(self, first);
  Shape sizes{first.sizes()};
  for (int64_t i = 2; i <= count; ++i) {
    const Tensor& one = in.tensor(i);
    Shape expected = sizes;
    if (one.dim() == first.dim()) expected[dim] = one.size(dim);
    if (!one.same_sizes(expected)) {
      fail("sizes ", first.sizes(), " and ", one.sizes(), " of inputs 1 and ", i,
           " cannot be joined along dimension ", dim + 1);
    }
    sizes[dim] += one.size(dim);
  }
  Tensor& out = self.copy_buffer("output", first).resize(sizes);
  int64_t at = 0;
  for (int64_t i = 1; i <= count; ++i) {
    const Tensor& one = in.tensor(i);
    Tensor part = narrow(out, dim, at, one.size(dim));
    copy(part, one);
    at += one.size(dim);
  }
}

void join_backward(Fields& self, const Value& input, const Value& grad_output) {
  Fields &in = input.table(), &out = self.table_buffer("gradInput");
  const int64_t count = in.length(), dim = dimension_of(self, in.tensor(1));
  int64_t at = 0;
  for (int64_t i = 1; i <= count; ++i) {
    const Tensor& one = in.tensor(i);
    copy(out.copy_buffer(i, one).resize_as(one),
         narrow(grad_output.tensor(), dim, at, one.size(dim)));
    at += one.size(dim);
  }
  out.shorten(count);
}

// --- SplitTable: views of the input; new ones each time, since scripts keep them ---

void split_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const int64_t dim = dimension_of(self, in);
  Fields& out = self.make_table("output");
  for (int64_t i = 0; i < in.size(dim); ++i) out.set(i + 1, select(in, dim, i));
}

void split_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  const int64_t dim = dimension_of(self, in);
  Tensor& out = self.copy_buffer("gradInput", in).resize_as(in);
  for (int64_t i = 0; i < in.size(dim); ++i) {
    Tensor slice = select(out, dim, i);
    copy(slice, grad_output.table().tensor(i + 1));
  }
}

// --- SelectTable ---

void select_forward(Fields& self, const Value& input) {
  Fields& in = input.table();
  const Value index = self.get("index");
  Value chosen;
  if (index.kind == Value::Kind::Text) {
    chosen = in.get(self.text("index").c_str());
  } else {
    const int64_t at = self.integer("index");
    chosen = in.get(at < 0 ? in.length() + at + 1 : at);
    if (!chosen) fail("there is no element ", at, " in a table of ", in.length());
  }
  if (!chosen) fail("there is no element '", self.text("index"), "' in the input");
  self.set("output", chosen);
}

void select_backward(Fields& self, const Value& input, const Value& grad_output) {
  Fields& in = input.table();
  zeros_like(self, "gradInput", input);
  Fields& out = self.table("gradInput");
  if (self.get("index").kind == Value::Kind::Text) {
    return copy_to(out, self.text("index").c_str(), grad_output);
  }
  const int64_t at = self.integer("index");
  copy_to(out, at < 0 ? in.length() + at + 1 : at, grad_output);
}

// --- NarrowTable ---

void narrow_forward(Fields& self, const Value& input) {
  const int64_t offset = self.integer("offset"), length = self.integer("length", 1);
  Fields &in = input.table(), &out = self.make_table("output");
  const int64_t end = std::min(offset + length, in.length() + 1);
  for (int64_t i = std::max<int64_t>(offset, 1); i < end; ++i) out.set(i - offset + 1, in.get(i));
}

void narrow_backward(Fields& self, const Value& input, const Value& grad_output) {
  const int64_t offset = self.integer("offset"), length = self.integer("length", 1);
  Fields &in = input.table(), &out = self.table_buffer("gradInput");
  const int64_t count = in.length();
  for (int64_t i = 1; i <= count; ++i) {
    if (i >= offset && i < offset + length) {
      out.set(i, grad_output.table().get(i - offset + 1));
    } else {
      // A field that held another's gradient must not be written to.
      out.remove(i);
      zeros_like(out, i, in.get(i));
    }
  }
  out.shorten(count);
}

// --- FlattenTable; `input_map` has the input's structure and holds positions in the flat table ---

// Whether `flat` holds the tensors of `nested` at the positions of the map: nothing to do then.
bool is_mapped(Fields& flat, const Value& nested, const Value& map) {
  if (!nested.is_table()) {
    return map.is_number() && nested.is_tensor() &&
           flat.get(to_int64(map.number)).tensor_ptr == nested.tensor_ptr;
  }
  const Nested level;
  if (!map.is_table() || map.table().length() != nested.table().length()) return false;
  for (int64_t i = 1, n = nested.table().length(); i <= n; ++i) {
    if (!is_mapped(flat, nested.table().get(i), map.table().get(i))) return false;
  }
  return true;
}

void flatten(Fields& flat, Fields& map, Fields& nested, int64_t& count) {
  const Nested level;
  for (int64_t i = 1, n = nested.length(); i <= n; ++i) {
    const Value one = nested.get(i);
    if (one.is_table()) {
      flatten(flat, map.make_table(i), one.table(), count);
    } else {
      flat.set(++count, one);
      map.set(i, double(count));
    }
  }
}

void flatten_forward(Fields& self, const Value& input) {
  if (is_mapped(self.table_buffer("output"), input, self.get("input_map"))) return;
  int64_t count = 0;
  flatten(self.make_table("output"), self.make_table("input_map"), input.table(), count);
}

void unflatten(Fields& nested, Fields& map, Fields& flat) {
  const Nested level;
  for (int64_t i = 1, n = map.length(); i <= n; ++i) {
    const Value at = map.get(i);
    if (at.is_table()) {
      unflatten(nested.make_table(i), at.table(), flat);
    } else {
      nested.set(i, flat.get(to_int64(at.number)));
    }
  }
}

void flatten_backward(Fields& self, const Value&, const Value& grad_output) {
  const Value map = self.get("input_map");
  if (is_mapped(grad_output.table(), self.get("gradInput"), map) && map.table().length() > 0)
    return;
  unflatten(self.make_table("gradInput"), map.table(), grad_output.table());
}

// --- ZipTable: {{a1, a2}, {b1, b2}} to {{a1, b1}, {a2, b2}}, which is its own gradient ---

void zip(Fields& out, Fields& in) {
  for (int64_t i = 1, n = in.length(); i <= n; ++i) {
    Fields& row = in.table(i);
    for (int64_t k = 1, m = row.length(); k <= m; ++k) {
      (i == 1 ? out.make_table(k) : out.table_buffer(k)).set(i, row.get(k));
    }
  }
}

// --- ZipTableOneToMany: {a, {b1, b2}} to {{a, b1}, {a, b2}} ---

void one_to_many_forward(Fields& self, const Value& input) {
  Fields& in = input.table();
  if (in.length() != 2) fail("the input must be {element, table}, got ", in.length(), " elements");
  Fields &many = in.table(2), &out = self.make_table("output");
  for (int64_t i = 1, n = many.length(); i <= n; ++i) {
    Fields& pair = out.make_table(i);
    pair.set(1, in.get(1));
    pair.set(2, many.get(i));
  }
}

void one_to_many_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& one = input.table().tensor(1);
  Fields& gradients = grad_output.table();
  Tensor& sum = self.buffer("gradInputEl", one).resize_as(one);
  fill(sum, 0);
  Fields& out = self.make_table("gradInput");
  out.set(1, self.get("gradInputEl"));
  Fields& many = out.make_table(2);
  for (int64_t i = 1, n = gradients.length(); i <= n; ++i) {
    Fields& pair = gradients.table(i);
    add(sum, sum, 1, pair.tensor(1));
    many.set(i, pair.get(2));
  }
}

constexpr Layer kLayers[] = {
    {"nn.FlattenTable", flatten_forward, flatten_backward},
    {"nn.JoinTable", join_forward, join_backward},
    {"nn.NarrowTable", narrow_forward, narrow_backward},
    {"nn.SelectTable", select_forward, select_backward},
    {"nn.SplitTable", split_forward, split_backward},
    {"nn.ZipTable",
     [](Fields& self, const Value& input) { zip(self.make_table("output"), input.table()); },
     [](Fields& self, const Value&, const Value& grad_output) {
       zip(self.make_table("gradInput"), grad_output.table());
     }},
    {"nn.ZipTableOneToMany", one_to_many_forward, one_to_many_backward},
};

}  // namespace

Layers table_layout_layers() { return kLayers; }

}  // namespace tocha::nn
