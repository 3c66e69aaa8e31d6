// SPDX-License-Identifier: BSD-3-Clause
// Layers that reduce a dimension: Max, Min, Mean, Sum. The dimension is dropped from the result,
// unless it is the only one.
#include "core/ops/reduce.h"
#include "core/nn/arguments.h"
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/extreme.h"
#include "core/ops/scatter.h"

namespace tocha::nn {
namespace {
int dimension(Fields& self, const Tensor& in) {
  return sample_dim(in, self.integer("dimension", 1), self.integer("nInputDims", 0));
}

// The gradient as if the dimension had been kept with size 1.
Tensor kept(const Tensor& grad_out, const Tensor& in, int d) {
  Shape sizes{in.sizes()};
  sizes[d] = 1;
  if (grad_out.numel() != sizes.numel()) {
    if (sizes.size() > 1) sizes.erase(d);
    fail("gradOutput has sizes ", grad_out.sizes(), ", the output has ", sizes);
  }
  return view(contiguous(grad_out), sizes);
}

template <void (*kExtreme)(Tensor&, Tensor&, const Tensor&, int64_t)>
void extreme_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const int d = dimension(self, in);
  Tensor& values = self.buffer("_output", in);
  kExtreme(values, self.buffer("_indices", DType::Long, in.device()), in, d);
  become(self.output(in), in.dim() > 1 ? select(values, d, 0) : values);
}
void extreme_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  const Tensor* where = self.optional_tensor("_indices");
  if (!where) fail("backward needs a forward before it");
  const int d = dimension(self, in);
  check_same_type(grad_output.tensor(), in);
  const Tensor grad_out = kept(grad_output.tensor(), in, d);
  Tensor& grad_in = self.grad_input(in).resize_as(in);
  fill(grad_in, 0);
  scatter(grad_in, d, *where, grad_out);
}

void sum_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const int d = dimension(self, in);
  Tensor& out = self.output(in);
  if (self.flag("sizeAverage")) {
    mean(out, in, d);
  } else {
    sum(out, in, d);
  }
  if (self.flag("squeeze", true) && in.dim() > 1) become(out, select(out, d, 0));
}
void sum_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  const int d = dimension(self, in);
  const Tensor grad_out = expand(kept(grad_output.tensor(), in, d), in.sizes());
  Tensor& grad_in = self.grad_input(in);
  if (self.flag("sizeAverage")) return div(grad_in, grad_out, double(in.size(d)));
  check_same_type(grad_in, grad_out);
  copy(grad_in.resize_as(in), grad_out);
}

constexpr Layer kLayers[] = {
    {"nn.Max", extreme_forward<max>, extreme_backward},
    {"nn.Mean", sum_forward, sum_backward},
    {"nn.Min", extreme_forward<min>, extreme_backward},
    {"nn.Sum", sum_forward, sum_backward},
};

}  // namespace

Layers reduce_layers() { return kLayers; }

}  // namespace tocha::nn
