// SPDX-License-Identifier: BSD-3-Clause
// Containers for C++ hosts: they run the children in the list `modules`. Lua programs use those of
// lua/nn, which do the same with modules of any kind.
#include "core/nn/layers.h"
#include "core/nn/tables.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

struct Children {
  explicit Children(Fields& self) : list(self.table("modules")), count(list.length()) {}
  Fields& operator[](int64_t i) const { return list.table(i); }
  /// Calls f(child), an error in it with the way to the child in front.
  template <class F>
  auto call(int64_t i, F&& f) const {
    try {
      return f(list.table(i));
    } catch (const Error& error) {
      throw Error(error.kind(), concat("[", i, "].", error.what()));
    }
  }

  Fields& list;
  const int64_t count;
};

// What a child does in a backward pass: all of it with a scale, else only its gradInput.
Value backward_of(Fields& child, const Value& input, const Value& grad_output,
                  const double* scale) {
  return scale ? child.backward_all(input, grad_output, *scale)
               : child.backward(input, grad_output);
}

// The entries of a container for `run(self, input, grad_output, scale or null)`.
using Backward = void(Fields& self, const Value& input, const Value& grad_output,
                      const double* scale);
template <Backward* kRun>
void grad_input(Fields& self, const Value& input, const Value& grad_output) {
  kRun(self, input, grad_output, nullptr);
}
template <Backward* kRun>
void everything(Fields& self, const Value& input, const Value& grad_output, double scale) {
  kRun(self, input, grad_output, &scale);
}

// --- Sequential ---

Value input_of(const Children& children, int64_t i, const Value& input) {
  return i == 1 ? input : children[i - 1].get("output");
}

void sequential_forward(Fields& self, const Value& input) {
  const Children children(self);
  Value x = input;
  for (int64_t i = 1; i <= children.count; ++i) {
    x = children.call(i, [&](Fields& child) { return child.forward(x); });
  }
  self.set("output", x);
}

void sequential_backward(Fields& self, const Value& input, const Value& grad_output,
                         const double* scale) {
  const Children children(self);
  Value gradient = grad_output;
  for (int64_t i = children.count; i >= 1; --i) {
    const Value x = input_of(children, i, input);
    gradient =
        children.call(i, [&](Fields& child) { return backward_of(child, x, gradient, scale); });
  }
  self.set("gradInput", gradient);
}

void sequential_accumulate(Fields& self, const Value& input, const Value& grad_output,
                           double scale) {
  const Children children(self);
  Value gradient = grad_output;
  for (int64_t i = children.count; i >= 1; --i) {
    const Value x = input_of(children, i, input);
    children.call(i, [&](Fields& child) { child.accumulate(x, gradient, scale); });
    gradient = children[i].get("gradInput");
  }
}

// --- ConcatTable: all children see the input; their gradients add up ---

void concat_table_forward(Fields& self, const Value& input) {
  const Children children(self);
  Fields& out = self.table_buffer("output");
  for (int64_t i = 1; i <= children.count; ++i) {
    out.set(i, children.call(i, [&](Fields& child) { return child.forward(input); }));
  }
  out.shorten(children.count);
}

void add_gradient(Fields& self, int64_t i, const Value& gradient) {
  if (!gradient) return;
  if (i == 1) {
    copy_to(self, "gradInput", gradient);
  } else {
    add_to(self, "gradInput", gradient);
  }
}

void concat_table_backward(Fields& self, const Value& input, const Value& grad_output,
                           const double* scale) {
  const Children children(self);
  for (int64_t i = 1; i <= children.count; ++i) {
    const Value part = grad_output.table().get(i);
    add_gradient(self, i,
                 children.call(i, [&](Fields& c) { return backward_of(c, input, part, scale); }));
  }
}

void concat_table_accumulate(Fields& self, const Value& input, const Value& grad_output,
                             double scale) {
  const Children children(self);
  for (int64_t i = 1; i <= children.count; ++i) {
    const Value part = grad_output.table().get(i);
    children.call(i, [&](Fields& child) { child.accumulate(input, part, scale); });
  }
}

// --- ParallelTable: child i sees element i ---

void parallel_table_forward(Fields& self, const Value& input) {
  const Children children(self);
  Fields& out = self.table_buffer("output");
  for (int64_t i = 1; i <= children.count; ++i) {
    const Value x = input.table().get(i);
    out.set(i, children.call(i, [&](Fields& child) { return child.forward(x); }));
  }
  out.shorten(children.count);
}

void parallel_table_backward(Fields& self, const Value& input, const Value& grad_output,
                             const double* scale) {
  const Children children(self);
  Fields& out = self.table_buffer("gradInput");
  for (int64_t i = 1; i <= children.count; ++i) {
    const Value x = input.table().get(i), part = grad_output.table().get(i);
    out.set(i, children.call(i, [&](Fields& child) { return backward_of(child, x, part, scale); }));
  }
  out.shorten(children.count);
}

void parallel_table_accumulate(Fields& self, const Value& input, const Value& grad_output,
                               double scale) {
  const Children children(self);
  for (int64_t i = 1; i <= children.count; ++i) {
    const Value x = input.table().get(i), part = grad_output.table().get(i);
    children.call(i, [&](Fields& child) { child.accumulate(x, part, scale); });
  }
}

// --- Concat: the children's outputs joined along a dimension ---

void concat_forward(Fields& self, const Value& input) {
  const Children children(self);
  const int64_t dim = self.integer("dimension") - 1;
  Shape sizes;
  for (int64_t i = 1; i <= children.count; ++i) {
    const Value y = children.call(i, [&](Fields& child) { return child.forward(input); });
    const Tensor& out = y.tensor();
    if (i == 1) {
      sizes = Shape{out.sizes()};
      if (dim < 0 || dim >= out.dim()) fail("cannot join outputs along dimension ", dim + 1);
      continue;
    }
    Shape expected = sizes;
    if (out.dim() == sizes.size()) expected[dim] = out.size(dim);
    if (Shape{out.sizes()} != expected) {
      fail("outputs 1 and ", i, " (sizes ", children[1].tensor("output").sizes(), " and ",
           out.sizes(), ") cannot be joined along dimension ", dim + 1);
    }
    sizes[dim] += out.size(dim);
  }
  if (children.count == 0) fail("has no children");
  Tensor& joined = self.output(children[1].tensor("output"));
  joined.resize(sizes);
  int64_t at = 0;
  for (int64_t i = 1; i <= children.count; ++i) {
    const Tensor& out = children[i].tensor("output");
    Tensor part = narrow(joined, dim, at, out.size(dim));
    copy(part, out);
    at += out.size(dim);
  }
}

// Calls f(i, the part of gradOutput that belongs to child i).
template <class F>
void each_part(Fields& self, const Children& children, const Tensor& grad_output, F&& f) {
  const int64_t dim = self.integer("dimension") - 1;
  int64_t at = 0;
  for (int64_t i = 1; i <= children.count; ++i) {
    const int64_t size = children[i].tensor("output").size(int(dim));
    const Tensor part = narrow(grad_output, dim, at, size);
    f(i, Value(part));
    at += size;
  }
}

void concat_backward(Fields& self, const Value& input, const Value& grad_output,
                     const double* scale) {
  const Children children(self);
  each_part(self, children, grad_output.tensor(), [&](int64_t i, const Value& part) {
    add_gradient(self, i,
                 children.call(i, [&](Fields& c) { return backward_of(c, input, part, scale); }));
  });
}

void concat_accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Children children(self);
  each_part(self, children, grad_output.tensor(), [&](int64_t i, const Value& part) {
    children.call(i, [&](Fields& child) { child.accumulate(input, part, scale); });
  });
}

template <Backward* kBackward>
constexpr Layer container(const char* name, decltype(Layer::forward) forward,
                          decltype(Layer::accumulate) accumulate) {
  return {name, forward, grad_input<kBackward>, accumulate, everything<kBackward>};
}

constexpr Layer kLayers[] = {
    container<concat_backward>("nn.Concat", concat_forward, concat_accumulate),
    container<concat_table_backward>("nn.ConcatTable", concat_table_forward,
                                     concat_table_accumulate),
    container<parallel_table_backward>("nn.ParallelTable", parallel_table_forward,
                                       parallel_table_accumulate),
    container<sequential_backward>("nn.LayerNormalization", sequential_forward,
                                   sequential_accumulate),
    container<sequential_backward>("nn.Sequential", sequential_forward, sequential_accumulate),
    container<sequential_backward>("nn.SpatialLPPooling", sequential_forward,
                                   sequential_accumulate),
};

}  // namespace

Layers container_layers() { return kLayers; }

}  // namespace tocha::nn
