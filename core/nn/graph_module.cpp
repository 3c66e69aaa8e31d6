// SPDX-License-Identifier: BSD-3-Clause
// nn.gModule for C++ hosts, in the same order of computation as lua/nngraph's, and the modules that
// graphs need: nn.ModuleFromCriterion, nngraph.JustElement, nngraph.JustTable.
//
// A graph is the list of its nodes' `data` in the order of computation; lua/nngraph/Node.lua tells
// what is in them.
#include "core/base/error.h"
#include "core/base/nesting.h"
#include "core/nn/layers.h"
#include "core/nn/loss.h"
#include "core/nn/tables.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"

namespace tocha::nn {
namespace {

bool is_data(const Value& value) { return value.is_tensor() || value.is_table(); }

// Calls f(module) for the module of a node, an error in it with the way to it in front.
template <class F>
Value at_module(Fields& self, Fields& module, F&& f) {
  try {
    return f(module);
  } catch (const Error& error) {
    Fields& modules = self.table("modules");
    int64_t i = modules.length();
    while (i > 0 && &modules.table(i) != &module) --i;
    throw Error(error.kind(), concat("[", i, "].", error.what()));
  }
}

// What a node computes from: its one input, or the list of them.
Value input_of(Fields& data) {
  Fields& inputs = data.table("input");
  return inputs.length() == 1 ? inputs.get(1) : data.get("input");
}

// --- forward ---

void take_inputs(Fields& self, Fields& data, const Value& input) {
  const int64_t count = self.integer("nInputs");
  Fields& inputs = data.table_buffer("input");
  if (count <= 1) {
    inputs.set(1, input);
  } else if (!input.is_table()) {
    fail("a table of ", count, " inputs expected, got ", input.describe());
  } else if (input.table().length() != count) {
    fail("got ", input.table().length(), " inputs, expected ", count);
  } else {
    for (int64_t i = 1; i <= count; ++i) inputs.set(i, input.table().get(i));
  }
}

Value value_of(Fields& self, Fields& data, const Value& input) {
  if (const Value part = data.get("selectindex")) {
    return input.table().get(to_int64(part.number));
  }
  Value value = input;
  if (const Value module = data.get("module")) {
    value = at_module(self, module.table(), [&](Fields& m) { return m.forward(input); });
  }
  const int64_t parts = data.integer("nSplitOutputs", 0);
  if (parts > 0 && (!value.is_table() || value.table().length() != parts)) {
    fail("split(", parts, ") cannot split ", value.describe(),
         ", the output of the node declared at ", data.table("annotations").text("_debugLabel"));
  }
  return value;
}

// A node leaves its output in its data until all have run: a module that stands in several nodes
// has another one in its own field by then.
void graph_forward(Fields& self, const Value& input) {
  Fields& nodes = self.table("forwardnodes");
  const Fields* const first = &self.table("innode").table("data");
  const int64_t count = nodes.length();
  for (int64_t i = 1; i <= count; ++i) {
    Fields& data = nodes.table(i).table("data");
    if (&data == first) {
      take_inputs(self, data, input);
    } else {
      Fields &inputs = data.table_buffer("input"), &sources = data.table("mapindex");
      const int64_t taken = sources.length();
      for (int64_t k = 1; k <= taken; ++k) inputs.set(k, sources.table(k).get("output"));
      inputs.shorten(taken);
    }
    data.set("output", value_of(self, data, input_of(data)));
  }
  for (int64_t i = 1; i <= count; ++i) nodes.table(i).table("data").remove("output");
  self.set("output", input_of(self.table("outnode").table("data")));
}

// --- backward ---

// Empties the lists of gradients.
void clear_gradients(Fields& nodes) {
  for (int64_t i = 1, n = nodes.length(); i <= n; ++i) {
    nodes.table(i).table("data").table_buffer("gradOutput").shorten(0);
  }
}

// The sum of the gradients that came to a node; none if none did. Those of a split's parts come in
// one table.
Value total_gradient(Fields& data) {
  Fields& list = data.table("gradOutput");
  const int64_t count = list.length();
  const Value first = list.get(1);
  if (count < 2) return first;
  const Value second = list.get(2);
  int64_t next = 2;
  if (first.is_tensor() && second.is_tensor() &&
      Shape{first.tensor().sizes()} == Shape{second.tensor().sizes()}) {
    Tensor& sum = data.buffer("gradOutputBuffer", first.tensor()).resize_as(first.tensor());
    add(sum, first.tensor(), 1, second.tensor());
    next = 3;
  } else {
    copy_to(data, "gradOutputBuffer", first);
  }
  for (; next <= count; ++next) add_to(data, "gradOutputBuffer", list.get(next));
  return data.get("gradOutputBuffer");
}

void give(Fields& source, const Value& gradient) {
  if (!is_data(gradient)) return;
  Fields& list = source.table("gradOutput");
  list.set(list.length() + 1, gradient);
}

void hand_on(Fields& data, const Value& gradient) {
  Fields& sources = data.table("mapindex");
  const int64_t count = sources.length();
  if (count == 1) return give(sources.table(1), gradient);
  if (count == 0 || !is_data(gradient)) return;
  if (!gradient.is_table()) {
    fail("a table of ", count, " gradients expected from ", data.table("module").class_name(),
         ", got ", gradient.describe());
  }
  for (int64_t i = 1; i <= count; ++i) give(sources.table(i), gradient.table().get(i));
}

void graph_backward(Fields& self, const Value& grad_output, const double* scale) {
  Fields &nodes = self.table("backwardnodes"), &last = self.table("outnode").table("data");
  const int64_t count = last.table("mapindex").length();
  if (!last.has("input")) fail("backward before forward");
  if (count > 1 && (!grad_output.is_table() || grad_output.table().length() != count)) {
    fail("a table of ", count, " gradients expected, got ", grad_output.describe());
  }
  clear_gradients(nodes);
  last.table("gradOutput").set(1, grad_output);
  for (int64_t i = 1, n = nodes.length(); i <= n; ++i) {
    Fields& data = nodes.table(i).table("data");
    Value gradient = total_gradient(data);
    if (!is_data(gradient)) continue;
    if (const Value part = data.get("selectindex")) {
      Fields& list = data.table("mapindex").table(1).table("gradOutput");
      list.table_buffer(1).set(to_int64(part.number), gradient);
      continue;
    }
    if (const Value module = data.get("module")) {
      const Value input = input_of(data);
      gradient = at_module(self, module.table(), [&](Fields& m) {
        return scale ? m.backward_all(input, gradient, *scale) : m.backward(input, gradient);
      });
    }
    hand_on(data, gradient);
  }
  const Value result = self.table("innode").table("data").table("gradOutput").get(1);
  // No gradient is a flag, since a module without the field has none to compute.
  self.set("gradInput", is_data(result) ? result : Value(false));
}

void graph_accumulate(Fields& self, const Value&, const Value&, double scale) {
  Fields& nodes = self.table("backwardnodes");
  for (int64_t i = 1, n = nodes.length(); i <= n; ++i) {
    Fields& data = nodes.table(i).table("data");
    const Value module = data.get("module");
    if (!module) continue;
    if (!data.has("gradOutput")) fail("accumulate before backward");
    Fields& list = data.table("gradOutput");
    const Value gradient = list.length() > 1 ? data.get("gradOutputBuffer") : list.get(1);
    if (!is_data(gradient)) continue;
    const Value input = input_of(data);
    at_module(self, module.table(), [&](Fields& m) {
      m.accumulate(input, gradient, scale);
      return Value();
    });
  }
}

// --- ModuleFromCriterion: {prediction, target} to a tensor of the loss ---

void loss_forward(Fields& self, const Value& input) {
  Fields& pair = input.table();
  const Value loss = self.table("criterion").forward(pair.get(1), pair.get(2));
  if (!loss.is_tensor() && !loss.is_number()) fail("the loss is a ", loss.kind_name());
  Tensor& out = self.tensor("output").resize(Shape{1});
  fill(out, loss.is_tensor() ? item(loss.tensor()) : loss.number);
}

void scale_to(Fields& to, Key key, const Value& value, double factor) {
  if (!value.is_table()) {
    const Tensor& from = value.tensor();
    return mul(to.buffer(key, from).resize_as(from), from, factor);
  }
  const Nested nested;
  Fields &from = value.table(), &own = to.table_buffer(key);
  each_key(from, [&](Key at) { scale_to(own, at, from.get(at), factor); });
  drop_others(own, from);
}

void loss_backward(Fields& self, const Value& input, const Value& grad_output) {
  Fields &pair = input.table(), &out = self.table_buffer("gradInput");
  const Value target = pair.get(2);
  const Value gradient = self.table("criterion").backward(pair.get(1), target);
  scale_to(out, 1, gradient, item(grad_output.tensor()));
  if (is_data(target)) {
    zeros_like(out, 2, target);
  } else {
    out.remove(2);
  }
}

constexpr Layer kLayers[] = {
    {"nn.gModule", graph_forward,
     [](Fields& self, const Value&, const Value& gradient) {
       graph_backward(self, gradient, nullptr);
     },
     graph_accumulate,
     [](Fields& self, const Value&, const Value& gradient, double scale) {
       graph_backward(self, gradient, &scale);
     }},
    {"nn.ModuleFromCriterion", loss_forward, loss_backward},
    {"nngraph.JustElement",
     [](Fields& self, const Value& input) {
       Fields& list = input.table();
       if (list.length() != 1) fail("a table of 1 element expected, got one of ", list.length());
       self.set("output", list.get(1));
     },
     [](Fields& self, const Value&, const Value& gradient) {
       self.table_buffer("gradInput").set(1, gradient);
     }},
    {"nngraph.JustTable",
     [](Fields& self, const Value& input) { self.table_buffer("output").set(1, input); },
     [](Fields& self, const Value&, const Value& gradient) {
       self.set("gradInput", gradient.table().get(1));
     }},
};

}  // namespace

Layers graph_module_layers() { return kLayers; }

}  // namespace tocha::nn
