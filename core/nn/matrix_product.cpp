// SPDX-License-Identifier: BSD-3-Clause
// Products of the two tensors of a table: nn.MM (matrices), nn.MV (a matrix and a vector), for
// single ones and batches.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/linalg.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

Tensor flip(const Tensor& t, bool really) {
  return really ? transpose(t, t.dim() - 2, t.dim() - 1) : t;
}

// out = a b for matrices or batches of them.
void multiply(Tensor& out, const Tensor& a, const Tensor& b) {
  const int last = a.dim() - 1;
  const bool fits = a.dim() == b.dim() && (last == 1 || a.size(0) == b.size(0));
  if (!fits || a.size(last) != b.size(last - 1)) {
    fail("matrices of sizes ", a.sizes(), " and ", b.sizes(), " cannot be multiplied");
  }
  if (a.dim() == 3) return bmm(out, a, b);
  mm(out, a, b);
}

struct Pair {
  explicit Pair(const Value& input, int dims_apart)
      : a(input.table().tensor(1)), b(input.table().tensor(2)) {
    if (input.table().length() != 2) fail("a pair expected, got ", input.table().length());
    check_dims("the first input", a, 2, 3);
    check_dims("the second input", b, a.dim() - dims_apart, a.dim() - dims_apart);
  }
  const Tensor &a, &b;
};

void mm_forward(Fields& self, const Value& input) {
  const Pair in(input, 0);
  multiply(self.output(in.a), flip(in.a, self.flag("transA")), flip(in.b, self.flag("transB")));
}

void mm_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Pair in(input, 0);
  const Tensor& g = grad_output.tensor();
  const bool trans_a = self.flag("transA"), trans_b = self.flag("transB");
  Fields& out = self.table_buffer("gradInput");
  Tensor &da = out.buffer(1, in.a), &db = out.buffer(2, in.b);
  if (trans_a) {
    multiply(da, flip(in.b, trans_b), flip(g, true));
  } else {
    multiply(da, g, flip(in.b, !trans_b));
  }
  if (trans_b) {
    multiply(db, flip(g, true), flip(in.a, trans_a));
  } else {
    multiply(db, flip(in.a, !trans_a), g);
  }
}

// --- MV: vectors as matrices of one column ---

void mv_forward(Fields& self, const Value& input) {
  const Pair in(input, 1);
  Tensor& out = self.output(in.a);
  Tensor column(in.a.dtype(), in.a.device());
  const Tensor m = flip(in.a, self.flag("trans"));
  Shape sizes{m.sizes()};
  sizes.erase(sizes.size() - 1);
  out.resize(sizes);
  column = unsqueeze(out, out.dim());
  multiply(column, m, unsqueeze(in.b, in.b.dim()));
}

void mv_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Pair in(input, 1);
  const bool trans = self.flag("trans");
  const Tensor g = unsqueeze(grad_output.tensor(), grad_output.tensor().dim());
  const Tensor v = unsqueeze(in.b, in.b.dim());
  Fields& out = self.table_buffer("gradInput");
  Tensor &dm = out.buffer(1, in.a), &dv = out.buffer(2, in.b).resize_as(in.b);
  if (trans) {
    multiply(dm, v, flip(g, true));
  } else {
    multiply(dm, g, flip(v, true));
  }
  Tensor column = unsqueeze(dv, dv.dim());
  multiply(column, flip(in.a, !trans), g);
}

constexpr Layer kLayers[] = {{"nn.MM", mm_forward, mm_backward},
                             {"nn.MV", mv_forward, mv_backward}};

}  // namespace

Layers matrix_product_layers() { return kLayers; }

}  // namespace tocha::nn
