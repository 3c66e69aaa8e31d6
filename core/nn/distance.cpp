// SPDX-License-Identifier: BSD-3-Clause
// How alike the two tensors of a table are, vectors or the rows of matrices: nn.DotProduct,
// nn.CosineDistance, nn.PairwiseDistance.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/clamp.h"
#include "core/ops/copy.h"
#include "core/ops/math.h"
#include "core/ops/power.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

// The inputs as matrices; a vector is a matrix of one row.
struct Rows {
  explicit Rows(const Value& input) {
    const Tensor &x = input.table().tensor(1), &y = input.table().tensor(2);
    check_dims("input", x, 1, 2);
    check_same_type(x, y);
    if (!x.same_sizes(y)) fail("inputs have sizes ", x.sizes(), " and ", y.sizes());
    single = x.dim() == 1;
    a = single ? unsqueeze(x, 0) : x;
    b = single ? unsqueeze(y, 0) : y;
  }
  // A gradient under the sizes of its input, as a matrix.
  Tensor gradient(Fields& list, int64_t i) const {
    Tensor& out = list.buffer(i, a);
    out.resize(single ? Shape{a.size(1)} : Shape{a.sizes()});
    return single ? unsqueeze(out, 0) : out;
  }
  // A number for each row, spread over the rows.
  Tensor spread(const Tensor& per_row) const {
    return expand(view(contiguous(per_row), Shape{a.size(0), 1}), a.sizes());
  }

  Tensor a, b;
  bool single;
};

// out (n x 1) = the sums of the rows of a b
void row_products(Tensor& out, Tensor& scratch, const Tensor& a, const Tensor& b) {
  mul(scratch, a, b);
  sum(out, scratch, 1);
}

// --- DotProduct ---

void dot_forward(Fields& self, const Value& input) {
  const Rows in(input);
  Tensor& out = self.output(in.a);
  row_products(out, self.buffer("_buffer", in.a), in.a, in.b);
  out.resize(Shape{in.a.size(0)});
}

void dot_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Rows in(input);
  Fields& out = self.table_buffer("gradInput");
  Tensor da = in.gradient(out, 1), db = in.gradient(out, 2);
  const Tensor g = in.spread(grad_output.tensor());
  mul(da, in.b, g);
  mul(db, in.a, g);
}

// --- CosineDistance: a b / (|a| |b|); the squares of the norms are kept away from zero ---

constexpr double kCosineEpsilon = 1e-12;

void cosine_forward(Fields& self, const Value& input) {
  const Rows in(input);
  Tensor &scratch = self.buffer("_buffer", in.a), &dot = self.buffer("w1", in.a);
  Tensor &inverse_a = self.buffer("w22", in.a), &inverse_b = self.buffer("w32", in.a);
  Tensor &scale = self.buffer("w", in.a), &out = self.output(in.a);
  row_products(dot, scratch, in.a, in.b);
  row_products(inverse_a, scratch, in.a, in.a);
  row_products(inverse_b, scratch, in.b, in.b);
  for (Tensor* squares : {&inverse_a, &inverse_b}) {
    add(*squares, *squares, kCosineEpsilon);
    cinv(*squares, *squares);
  }
  mul(scale, inverse_a, inverse_b);
  sqrt(scale, scale);
  mul(out, dot, scale);
  out.resize(Shape{in.a.size(0)});
}

void cosine_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Rows in(input);
  Fields& out = self.table_buffer("gradInput");
  const Tensor& dot = self.tensor("w1");
  const Tensor g = in.spread(grad_output.tensor()), scale = in.spread(self.tensor("w"));
  Tensor& scratch = self.buffer("_buffer", in.a);
  // d cos / da = (b - a dot / |a|^2) / (|a| |b|)
  auto gradient = [&](int64_t i, const Tensor& x, const Tensor& other, const char* inverse) {
    Tensor dx = in.gradient(out, i);
    mul(scratch, dot, self.tensor(inverse));
    addcmul(dx, other, -1, in.spread(scratch), x);
    mul(dx, dx, scale);
    mul(dx, dx, g);
  };
  gradient(1, in.a, in.b, "w22");
  gradient(2, in.b, in.a, "w32");
}

// --- PairwiseDistance: the p-norm of a - b ---

void pairwise_forward(Fields& self, const Value& input) {
  const Rows in(input);
  const double p = self.number("norm");
  Tensor &difference = self.buffer("diff", in.a), &out = self.output(in.a);
  add(difference, in.a, -1, in.b);
  abs(difference, difference);
  pow(difference, difference, p);
  sum(out, difference, 1);
  out.resize(Shape{in.a.size(0)});
  pow(out, out, 1 / p);
}

// d |x| / dx = sign(x) (|x_i| / |x|)^(p - 1); the norm is kept away from zero as Torch7 does.
void pairwise_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Rows in(input);
  const double p = self.number("norm");
  Fields& out = self.table_buffer("gradInput");
  Tensor da = in.gradient(out, 1), db = in.gradient(out, 2);
  add(da, in.a, -1, in.b);
  if (p == 1) {
    sign(da, da);
  } else {
    Tensor& scratch = self.buffer("diff", in.a);
    if (p != 2) {
      abs(scratch, da);
      pow(scratch, scratch, p - 2);
      mul(da, da, scratch);
    }
    Tensor& norms = self.buffer("outExpand", in.a);
    add(norms, self.tensor("output"), 1e-6);
    pow(norms, norms, 1 - p);
    mul(da, da, in.spread(norms));
  }
  mul(da, da, in.spread(grad_output.tensor()));
  neg(db, da);
}

constexpr Layer kLayers[] = {
    {"nn.CosineDistance", cosine_forward, cosine_backward},
    {"nn.DotProduct", dot_forward, dot_backward},
    {"nn.PairwiseDistance", pairwise_forward, pairwise_backward},
};

}  // namespace

Layers distance_layers() { return kLayers; }

}  // namespace tocha::nn
