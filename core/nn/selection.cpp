// SPDX-License-Identifier: BSD-3-Clause
// Layers that pass on a part of their input, or put it into something larger: Index, MaskedSelect,
// Narrow, OneHot, Padding, Select. Results are copies.
#include "core/nn/arguments.h"
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/copy.h"
#include "core/ops/index.h"
#include "core/ops/masked.h"
#include "core/ops/scatter.h"

namespace tocha::nn {
namespace {
// --- Narrow and Select: a view of the input, copied ---

Tensor narrowed(Fields& self, const Tensor& t) {
  const int d = sample_dim(t, self.integer("dimension"));
  const int64_t size = t.size(d);
  int64_t first = self.position("index"), length = self.position("length", 1);
  // A negative length counts from the end: -1 reaches to the last element, -2 to the one before. A
  // negative offset takes from the first one what the length leaves over.
  if (length < 0) length += size - first + 2;
  if (first < 0) first = 1, length = size - length;
  return narrow(t, d, first - 1, length);
}
Tensor selected(Fields& self, const Tensor& t) {
  const int64_t index = self.position("index");
  if (index == 0) fail("indices count from 1, got 0");
  return select(t, sample_dim(t, self.integer("dimension")), index < 0 ? index : index - 1);
}

template <Tensor (*kPart)(Fields&, const Tensor&)>
void part_forward(Fields& self, const Value& input) {
  const Tensor part = kPart(self, input.tensor());
  copy(self.buffer("output", part.dtype(), part.device()).resize_as(part), part);
}
template <Tensor (*kPart)(Fields&, const Tensor&)>
void part_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  Tensor& grad_in = self.buffer("gradInput", in.dtype(), in.device()).resize_as(in);
  fill(grad_in, 0);
  Tensor part = kPart(self, grad_in);
  const Tensor& grad_out = grad_output.tensor();
  if (grad_out.numel() != part.numel()) {
    fail("gradOutput has sizes ", grad_out.sizes(), ", the output has ", part.sizes());
  }
  copy(part, grad_out);
}

// --- Index and MaskedSelect: tables of a tensor and of what chooses its elements ---

struct Choice {
  const Tensor &from, &by;
};
Choice choice(const Value& input) { return {input.table().tensor(1), input.table().tensor(2)}; }

// The table of gradients, in which what chooses gets zeros of the given type.
Tensor& make_gradients(Fields& self, const Choice& input, DType choice_type) {
  Fields& gradients = self.table_buffer("gradInput");
  Tensor& zeros = gradients.buffer(2, choice_type, input.by.device());
  fill(zeros.resize_as(input.by), 0);
  Tensor& grad_in = gradients.buffer(1, input.from).resize_as(input.from);
  fill(grad_in, 0);
  return grad_in;
}

void index_forward(Fields& self, const Value& input) {
  const Choice in = choice(input);
  index_select(self.output(in.from), in.from, sample_dim(in.from, self.integer("dimension")),
               in.by);
}
void index_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Choice in = choice(input);
  Tensor& grad_in = make_gradients(self, in, in.from.dtype());
  index_add(grad_in, sample_dim(grad_in, self.integer("dimension")), in.by, grad_output.tensor());
}

void masked_forward(Fields& self, const Value& input) {
  const Choice in = choice(input);
  masked_select(self.output(in.from), in.from, in.by);
}
void masked_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Choice in = choice(input);
  masked_copy(make_gradients(self, in, in.by.dtype()), in.by, grad_output.tensor());
}

// --- OneHot ---

void one_hot_forward(Fields& self, const Value& input) {
  const int64_t classes = self.count("outputSize", 1);
  Tensor* made = self.optional_tensor("output");
  Tensor& out = made ? *made : self.make_tensor("output", DType::Double, cpu_device());
  Tensor one;
  if (input.is_number()) {
    one = Tensor(DType::Long, Shape{1});
    fill(one, input.number);
  }
  const Tensor& in = input.is_number() ? one : input.tensor();
  const Tensor labels = contiguous(to(in, DType::Long, out.device()));
  Shape sizes{in.sizes()};
  if (!in.empty()) sizes.push_back(classes);
  fill(out.resize(sizes), 0);
  if (!in.empty()) scatter(out, in.dim(), unsqueeze(labels, in.dim()), 1);
  if (input.is_number()) out.resize(Shape{classes});
}
void one_hot_backward(Fields& self, const Value& input, const Value&) {
  if (input.is_number()) return self.set("gradInput", 0.0);
  const Tensor& in = input.tensor();
  fill(self.grad_input(self.tensor("output")).resize_as(in), 0);
}

// --- Padding ---

// Where the elements of the input lie in the output: the first `before` at the beginning, the rest
// behind `pad` new ones.
struct PadPlace {
  int dim;
  int64_t before, pad;
};

PadPlace pad_place(Fields& self, const Tensor& in) {
  const int d = sample_dim(in, self.integer("dim"), self.integer("nInputDim", 0));
  const int64_t pad = self.integer("pad"), index = self.integer("index", 1), size = in.size(d);
  if (index < 1 || index > size + 1) {
    fail("index ", index, " is out of range 1 to ", size + 1, " (input ", in.sizes(), ")");
  }
  // A positive pad comes behind the input, whose elements the index then counts from the end.
  return {d, pad > 0 ? size + 1 - index : index - 1, std::abs(pad)};
}

// Calls f(part of small, part of large) for the parts on both sides of the new elements.
template <class F>
void each_side(const PadPlace& place, const Tensor& small, const Tensor& large, F&& f) {
  const int64_t after = small.size(place.dim) - place.before;
  if (place.before > 0) {
    f(narrow(small, place.dim, 0, place.before), narrow(large, place.dim, 0, place.before));
  }
  if (after > 0) {
    f(narrow(small, place.dim, place.before, after),
      narrow(large, place.dim, place.before + place.pad, after));
  }
}

void padding_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const PadPlace place = pad_place(self, in);
  Tensor& out = self.output(in);
  check_same_type(out, in);
  Shape sizes{in.sizes()};
  sizes[place.dim] += place.pad;
  out.resize(sizes);
  if (place.pad > 0) {
    Tensor added = narrow(out, place.dim, place.before, place.pad);
    fill(added, self.number("value", 0));
  }
  each_side(place, in, out, [](const Tensor& from, Tensor to) { copy(to, from); });
}
void padding_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &grad_out = grad_output.tensor();
  const PadPlace place = pad_place(self, in);
  Shape sizes{in.sizes()};
  sizes[place.dim] += place.pad;
  if (sizes != Shape{grad_out.sizes()}) {
    fail("gradOutput has sizes ", grad_out.sizes(), ", the output has ", sizes);
  }
  Tensor& grad_in = self.grad_input(in).resize_as(in);
  each_side(place, grad_in, grad_out, [](Tensor to, const Tensor& from) { copy(to, from); });
}

constexpr Layer kLayers[] = {
    {"nn.Index", index_forward, index_backward},
    {"nn.MaskedSelect", masked_forward, masked_backward},
    {"nn.Narrow", part_forward<narrowed>, part_backward<narrowed>},
    {"nn.OneHot", one_hot_forward, one_hot_backward},
    {"nn.Padding", padding_forward, padding_backward},
    {"nn.Select", part_forward<selected>, part_backward<selected>},
};

}  // namespace

Layers selection_layers() { return kLayers; }

}  // namespace tocha::nn
