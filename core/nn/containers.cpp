// SPDX-License-Identifier: BSD-3-Clause
// Containers for C++ hosts: they run the children in the list `modules`. Lua programs use those of
// lua/nn, which do the same with modules of any kind.
#include "core/nn/arguments.h"
#include "core/nn/checks.h"
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

void add_gradient(Fields& self, int64_t i, const Value& gradient, const Value& input) {
  if (!gradient) {
    if (i == 1) zeros_like(self, "gradInput", input);  // the others' add to zeros
  } else if (i == 1) {
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
    const Value gradient =
        children.call(i, [&](Fields& c) { return backward_of(c, input, part, scale); });
    add_gradient(self, i, gradient, input);
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
    if (!out.same_sizes(expected)) {
      fail("outputs 1 and ", i, " (sizes ", children[1].tensor("output").sizes(), " and ",
           out.sizes(), ") cannot be joined along dimension ", dim + 1);
    }
    sizes[dim] += out.size(dim);
  }
  if (children.count == 0) fail("has no children");
  const Tensor& first = children[1].tensor("output");
  Tensor& joined = self.copy_buffer("output", first).resize(sizes);
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
  const int dim = dimension(self, "dimension", grad_output);
  int64_t at = 0;
  for (int64_t i = 1; i <= children.count; ++i) {
    const Tensor& out = children[i].tensor("output");
    const int64_t size = out.size(check_dim(out, dim));
    const Tensor part = narrow(grad_output, dim, at, size);
    f(i, Value(part));
    at += size;
  }
}

void concat_backward(Fields& self, const Value& input, const Value& grad_output,
                     const double* scale) {
  const Children children(self);
  each_part(self, children, grad_output.tensor(), [&](int64_t i, const Value& part) {
    const Value gradient =
        children.call(i, [&](Fields& c) { return backward_of(c, input, part, scale); });
    add_gradient(self, i, gradient, input);
  });
}

void concat_accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Children children(self);
  each_part(self, children, grad_output.tensor(), [&](int64_t i, const Value& part) {
    children.call(i, [&](Fields& child) { child.accumulate(input, part, scale); });
  });
}

// --- DepthConcat: as Concat; smaller outputs are centred among zeros ---

// The part of the whole that belongs to an output at `at` along the dimension.
Tensor centred(const Tensor& whole, const Tensor& out, int dim, int64_t at) {
  check_dims("a child's output", out, whole.dim(), whole.dim());
  Tensor part = narrow(whole, dim, at, out.size(dim));
  for (int d = 0; d < whole.dim(); ++d) {
    if (d != dim) part = narrow(part, d, (whole.size(d) - out.size(d)) / 2, out.size(d));
  }
  return part;
}

// Calls f(i, child i's part of a tensor of the output's sizes).
template <class F>
void each_centred(Fields& self, const Children& children, const Tensor& whole, F&& f) {
  const int dim = dimension(self, "dimension", whole);
  int64_t at = 0;
  for (int64_t i = 1; i <= children.count; ++i) {
    const Tensor& out = children[i].tensor("output");
    f(i, centred(whole, out, dim, at));
    at += out.size(dim);
  }
}

void depth_concat_forward(Fields& self, const Value& input) {
  const Children children(self);
  const int64_t dim = self.integer("dimension") - 1;
  Shape sizes;
  for (int64_t i = 1; i <= children.count; ++i) {
    const Tensor& out = children.call(i, [&](Fields& c) { return c.forward(input); }).tensor();
    if (i == 1) sizes = Shape{out.sizes()};
    if (out.dim() != sizes.size() || dim < 0 || dim >= out.dim()) {
      fail("outputs 1 and ", i, " (sizes ", sizes, " and ", out.sizes(),
           ") cannot be joined along dimension ", dim + 1);
    }
    if (i == 1) continue;
    for (int d = 0; d < out.dim(); ++d) {
      sizes[d] = d == dim ? sizes[d] + out.size(d) : std::max(sizes[d], out.size(d));
    }
  }
  if (children.count == 0) fail("has no children");
  Tensor& joined = self.copy_buffer("output", children[1].tensor("output")).resize(sizes);
  fill(joined, 0);
  each_centred(self, children, joined,
               [&](int64_t i, Tensor part) { copy(part, children[i].tensor("output")); });
}

void depth_concat_backward(Fields& self, const Value& input, const Value& grad_output,
                           const double* scale) {
  const Children children(self);
  each_centred(self, children, grad_output.tensor(), [&](int64_t i, const Tensor& part) {
    const Value gradient =
        children.call(i, [&](Fields& c) { return backward_of(c, input, Value(part), scale); });
    add_gradient(self, i, gradient, input);
  });
}

void depth_concat_accumulate(Fields& self, const Value& input, const Value& grad_output,
                             double scale) {
  const Children children(self);
  each_centred(self, children, grad_output.tensor(), [&](int64_t i, const Tensor& part) {
    children.call(i, [&](Fields& child) { child.accumulate(input, Value(part), scale); });
  });
}

// --- Parallel: child i sees slice i of the input; the outputs are joined ---

void parallel_forward(Fields& self, const Value& input) {
  const Children children(self);
  const Tensor& in = input.tensor();
  const int from = dimension(self, "inputDimension", in);
  const int64_t count = in.size(from);
  if (count > children.count) {
    fail("there are ", children.count, " children for dimension ", from + 1, " of input ",
         in.sizes());
  }
  Shape sizes;
  int to = 0;
  for (int64_t i = 1; i <= count; ++i) {
    const Tensor slice = select(in, from, i - 1);
    const Tensor& out =
        children.call(i, [&](Fields& child) { return child.forward(slice); }).tensor();
    if (i == 1) {
      sizes = Shape{out.sizes()};
      to = dimension(self, "outputDimension", out);
    } else {
      sizes[to] += out.size(check_dim(out, to));
    }
  }
  Tensor& joined = self.copy_buffer("output", children[1].tensor("output")).resize(sizes);
  int64_t at = 0;
  for (int64_t i = 1; i <= count; ++i) {
    const Tensor& out = children[i].tensor("output");
    Tensor part = narrow(joined, to, at, out.size(to));
    copy(part, out);
    at += out.size(to);
  }
}

// Calls f(i, child i's slice of the input, its part of gradOutput).
template <class F>
void each_slice(Fields& self, const Children& children, const Tensor& in, const Tensor& grad_output,
                F&& f) {
  const int from = dimension(self, "inputDimension", in);
  const int to = dimension(self, "outputDimension", grad_output);
  int64_t at = 0;
  for (int64_t i = 1, count = in.size(from); i <= count; ++i) {
    const Tensor& out = children[i].tensor("output");
    const int64_t size = out.size(check_dim(out, to));
    f(i, select(in, from, i - 1), narrow(grad_output, to, at, size));
    at += size;
  }
}

void parallel_backward(Fields& self, const Value& input, const Value& grad_output,
                       const double* scale) {
  const Children children(self);
  const Tensor& in = input.tensor();
  Tensor& out = self.copy_buffer("gradInput", in).resize_as(in);
  const int from = dimension(self, "inputDimension", in);
  each_slice(self, children, in, grad_output.tensor(),
             [&](int64_t i, const Tensor& slice, const Tensor& part) {
               const Value gradient = children.call(i, [&](Fields& child) {
                 return backward_of(child, Value(slice), Value(part), scale);
               });
               Tensor place = select(out, from, i - 1);
               copy(place, gradient.tensor());
             });
}

void parallel_accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Children children(self);
  each_slice(self, children, input.tensor(), grad_output.tensor(),
             [&](int64_t i, const Tensor& slice, const Tensor& part) {
               children.call(
                   i, [&](Fields& child) { child.accumulate(Value(slice), Value(part), scale); });
             });
}

// --- Decorator and those built on it that change nothing in C++: one child ---

void decorator_forward(Fields& self, const Value& input) {
  const Children child(self);
  self.set("output", child.call(1, [&](Fields& c) { return c.forward(input); }));
}

void decorator_backward(Fields& self, const Value& input, const Value& grad_output,
                        const double* scale) {
  const Children child(self);
  self.set("gradInput",
           child.call(1, [&](Fields& c) { return backward_of(c, input, grad_output, scale); }));
}

void decorator_accumulate(Fields& self, const Value& input, const Value& grad_output,
                          double scale) {
  const Children child(self);
  child.call(1, [&](Fields& c) { c.accumulate(input, grad_output, scale); });
}

// --- Bottle: dimensions beyond those of a batch are folded into its first ---

// `t` with its first dimensions folded, so that `dims` are left.
Tensor folded(const Tensor& t, int64_t dims) {
  if (t.dim() <= dims) return t;
  Shape sizes{1};
  if (dims < 1) fail("a sample must have at least 1 dimension, got ", dims);
  const int64_t batch = t.dim() - dims + 1;
  for (int d = 0; d < t.dim(); ++d) {
    if (d < batch) {
      sizes[0] *= t.size(d);
    } else {
      sizes.push_back(t.size(d));
    }
  }
  return view(contiguous(t), sizes);
}

void bottle_forward(Fields& self, const Value& input) {
  const Children child(self);
  const Tensor& in = input.tensor();
  const int64_t dims = self.integer("nInputDim"), out_dims = self.integer("nOutputDim");
  const Tensor flat = folded(in, dims);
  const Tensor& out = child.call(1, [&](Fields& c) { return c.forward(flat); }).tensor();
  Tensor& result = self.output(out);
  if (in.dim() <= dims) return become(result, out);
  if (out.dim() != out_dims) {
    fail("the module's output has ", out.dim(), " dimensions, expected ", out_dims);
  }
  Shape sizes;
  for (int64_t d = 0; d <= in.dim() - dims; ++d) sizes.push_back(in.size(int(d)));
  for (int d = 1; d < out.dim(); ++d) sizes.push_back(out.size(d));
  become(result, view(contiguous(out), sizes));
}

// What the child sees in a backward pass.
struct Bottled {
  Tensor input, grad_output;
  Bottled(Fields& self, const Tensor& in, const Tensor& gradient)
      : input(folded(in, self.integer("nInputDim"))), grad_output(gradient) {
    if (in.dim() > input.dim()) grad_output = folded(gradient, self.integer("nOutputDim"));
  }
};

void bottle_backward(Fields& self, const Value& input, const Value& grad_output,
                     const double* scale) {
  const Children child(self);
  const Tensor& in = input.tensor();
  const Bottled b(self, in, grad_output.tensor());
  const Value gradient =
      child.call(1, [&](Fields& c) { return backward_of(c, b.input, b.grad_output, scale); });
  if (!gradient) return;
  become(self.grad_input(in), view(contiguous(gradient.tensor()), in.sizes()));
}

void bottle_accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Children child(self);
  const Bottled b(self, input.tensor(), grad_output.tensor());
  child.call(1, [&](Fields& c) { c.accumulate(b.input, b.grad_output, scale); });
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
    container<bottle_backward>("nn.Bottle", bottle_forward, bottle_accumulate),
    container<decorator_backward>("nn.Decorator", decorator_forward, decorator_accumulate),
    container<decorator_backward>("nn.DontCast", decorator_forward, decorator_accumulate),
    container<decorator_backward>("nn.GPU", decorator_forward, decorator_accumulate),
    container<decorator_backward>("nn.NaN", decorator_forward, decorator_accumulate),
    container<decorator_backward>("nn.Profile", decorator_forward, decorator_accumulate),
    container<depth_concat_backward>("nn.DepthConcat", depth_concat_forward,
                                     depth_concat_accumulate),
    container<parallel_backward>("nn.Parallel", parallel_forward, parallel_accumulate),
    container<sequential_backward>("nn.Maxout", sequential_forward, sequential_accumulate),
    container<sequential_backward>("nn.Sequential", sequential_forward, sequential_accumulate),
    container<sequential_backward>("nn.SpatialLPPooling", sequential_forward,
                                   sequential_accumulate),
};

}  // namespace

Layers container_layers() { return kLayers; }

}  // namespace tocha::nn
