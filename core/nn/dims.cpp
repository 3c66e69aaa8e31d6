// SPDX-License-Identifier: BSD-3-Clause
// Layers that rearrange dimensions: Collapse, Contiguous, Replicate, Squeeze, Transpose, Unsqueeze.
// All but Transpose pass on a view of the input where they can.
#include "core/nn/arguments.h"
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/nn/view.h"
#include "core/ops/copy.h"
#include "core/ops/reduce.h"

namespace tocha::nn {
namespace {
void view_backward(Fields& self, const Value& input, const Value& grad_output) {
  tocha::view_backward(self.grad_input(input.tensor()), input.tensor(), grad_output.tensor());
}

void collapse_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Shape sizes = in.dim() > self.integer("nInputDim") ? Shape{in.size(0), -1} : Shape{-1};
  become(self.output(in), view(contiguous(in), sizes));
}

// `out` becomes a view of `in` where that is contiguous, else a copy in memory of its own.
void keep_contiguous(Tensor& out, const Tensor& in) {
  if (in.is_contiguous()) return become(out, in);
  check_same_type(out, in);
  if (out.storage() == in.storage()) out = Tensor(in.dtype(), in.device());
  copy(out.resize_as(in), in);
}

// --- Replicate: a new dimension of stride 0 ---

int replicated_dim(Fields& self, const Tensor& in) {
  const int64_t dim = self.integer("dim", 1), sample_dims = self.integer("ndim", 0);
  const int64_t d = dim - 1 + (sample_dims > 0 && in.dim() > sample_dims);
  if (in.empty() || dim < 1 || d > in.dim()) {
    fail("input ", in.sizes(), " has too few dimensions to be replicated along ", dim);
  }
  return int(d);
}
void replicate_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Tensor one = unsqueeze(in, replicated_dim(self, in));
  Shape sizes{one.sizes()};
  sizes[replicated_dim(self, in)] = self.count("nfeatures", 1);
  become(self.output(in), expand(one, sizes));
}
void replicate_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &grad_out = grad_output.tensor();
  const int d = replicated_dim(self, in);
  const int64_t copies = self.count("nfeatures", 1);
  if (grad_out.dim() != in.dim() + 1 || grad_out.size(d) != copies ||
      grad_out.numel() / copies != in.numel()) {
    fail("gradOutput has sizes ", grad_out.sizes(), " for ", copies, " copies of the input ",
         in.sizes());
  }
  Tensor& grad_in = self.grad_input(in);
  check_same_type(grad_in, grad_out);
  sum(grad_in, grad_out, d);
  grad_in.resize_as(in);
}

// --- Squeeze, Unsqueeze ---

void squeeze_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const int64_t sample_dims = self.integer("numInputDims", 0);
  Tensor& out = self.output(in);
  if (self.has("dim")) {
    return become(out, squeeze(in, sample_dim(in, self.integer("dim"), sample_dims)));
  }
  // All dimensions of size 1, but that of a batch of one.
  const bool one = sample_dims > 0 && in.dim() == sample_dims + 1 && in.size(0) == 1;
  become(out, one ? unsqueeze(squeeze(in), 0) : squeeze(in));
}

void unsqueeze_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  // The first input says how many dimensions a sample has, if nobody did.
  if (!self.has("numInputDims")) self.set("numInputDims", in.dim());
  const int64_t sample_dims = self.integer("numInputDims"), pos = self.integer("pos");
  const int64_t at = pos - 1 + in.dim() - sample_dims;
  if (sample_dims > in.dim() || at < 0 || at > in.dim()) {
    fail("no dimension can come at position ", pos, " of samples of ", sample_dims,
         " dimensions (input ", in.sizes(), ")");
  }
  become(self.output(in), unsqueeze(in, at));
}

// --- Transpose: pairs of dimensions change places one after the other ---

// The dimensions are those of `in`, also where `t` is the gradient.
Tensor swapped(Fields& self, const Tensor& in, Tensor t, bool reverse) {
  Fields& pairs = self.table("permutations");
  const int64_t count = pairs.length();
  const int64_t skipped = in.dim() - self.integer("numInputDims", in.dim());
  for (int64_t i = 1; i <= count; ++i) {
    Fields& pair = pairs.table(reverse ? count + 1 - i : i);
    const int64_t a = pair.integer(1), b = pair.integer(2);
    t = transpose(t, sample_dim(t, a + skipped), sample_dim(t, b + skipped));
  }
  return t;
}
void transpose_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Tensor result = swapped(self, in, in, false);
  Tensor& out = self.output(in);
  check_same_type(out, in);
  copy(out.resize_as(result), result);
}
void transpose_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  check_gradient(grad_output.tensor(), in);
  const Tensor result = swapped(self, in, grad_output.tensor(), true);
  copy(self.grad_input(in).resize_as(result), result);
}

constexpr Layer kLayers[] = {
    {"nn.Collapse", collapse_forward, view_backward},
    {"nn.Contiguous",
     [](Fields& self, const Value& in) { keep_contiguous(self.output(in.tensor()), in.tensor()); },
     [](Fields& self, const Value& in, const Value& grad_output) {
       keep_contiguous(self.grad_input(in.tensor()), grad_output.tensor());
     }},
    {"nn.Replicate", replicate_forward, replicate_backward},
    {"nn.Squeeze", squeeze_forward, view_backward},
    {"nn.Transpose", transpose_forward, transpose_backward},
    {"nn.Unsqueeze", unsqueeze_forward, view_backward},
};

}  // namespace

Layers dims_layers() { return kLayers; }

}  // namespace tocha::nn
