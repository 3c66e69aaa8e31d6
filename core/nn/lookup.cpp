// SPDX-License-Identifier: BSD-3-Clause
// nn.LookupTable: the rows of a matrix that a vector (or a batch of vectors) of row numbers names.
// Only the rows that occur are read and changed, however large the matrix is.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/compare.h"
#include "core/ops/copy.h"
#include "core/ops/index.h"
#include "core/ops/masked.h"
#include "core/ops/norm.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

// The row numbers, of whatever type, as a Long vector.
Tensor row_numbers(Fields& self, const Tensor& in, const Tensor& weight) {
  check_dims("input", in, 1, 2);
  Tensor list = in;
  const bool fits = in.dtype() == DType::Long && &in.device() == &weight.device();
  if (!fits || !in.is_contiguous()) {
    Tensor& kept = self.buffer("_input", DType::Long, weight.device()).resize_as(in);
    copy(kept, in);
    list = kept;
  }
  return view(list, Shape{list.numel()});
}

// A number for each row, spread over the rows of a matrix.
Tensor spread(const Tensor& per_row, const Tensor& rows) {
  return expand(unsqueeze(per_row, 1), rows.sizes());
}

// Rows that occur more than once are written more than once, with the same elements.
void limit_norms(Fields& self, Tensor& weight, const Tensor& list) {
  if (!self.has("maxNorm")) return;
  Tensor& rows = self.buffer("_rows", weight);
  index_select(rows, weight, 0, list);
  renorm(rows, rows, self.number("normType", 2), 0, self.number("maxNorm"));
  index_copy(weight, 0, list, rows);
}

void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  Tensor& weight = self.tensor("weight", 2);
  const Tensor list = row_numbers(self, in, weight);
  limit_norms(self, weight, list);
  Tensor& out = self.output(weight);
  index_select(out, weight, 0, list);
  if (in.dim() == 2) out.resize(Shape{in.size(0), in.size(1), weight.size(1)});
}

// Row numbers have no gradient: zeros of the input's type.
void backward(Fields& self, const Value& input, const Value&) {
  const Tensor& in = input.tensor();
  fill(self.buffer("gradInput", in.dtype(), in.device()).resize_as(in), 0);
}

// Divides each row by the number of times that its number occurs.
void divide_by_frequency(Fields& self, Tensor& rows, const Tensor& list, int64_t count) {
  Tensor& counts = self.buffer("_counts", rows.dtype(), rows.device()).resize(Shape{count});
  Tensor& own = self.buffer("_frequency", rows).resize(Shape{rows.size(0)});
  fill(counts, 0);
  fill(own, 1);
  index_add(counts, 0, list, own);
  index_select(own, counts, 0, list);
  div(rows, rows, spread(own, rows));
}

void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  Tensor& grad_weight = self.tensor("gradWeight", 2);
  const Tensor list = row_numbers(self, input.tensor(), grad_weight);
  const Tensor& grad_out = grad_output.tensor();
  check_same_type(grad_out, grad_weight);
  const int64_t width = grad_weight.size(1), padding = self.integer("paddingValue", 0);
  if (grad_out.numel() != list.numel() * width) {
    fail("gradOutput has sizes ", grad_out.sizes(), ", expected ", width, " elements for each of ",
         list.numel(), " rows");
  }
  const Tensor given = view(contiguous(grad_out), Shape{list.numel(), width});
  const bool by_frequency = self.flag("shouldScaleGradByFreq");
  const bool padded = padding >= 1 && padding <= grad_weight.size(0);
  if (scale == 1 && !by_frequency && !padded) return index_add(grad_weight, 0, list, given);
  Tensor& rows = self.buffer("_rows", grad_weight);
  mul(rows, given, scale);
  if (by_frequency) divide_by_frequency(self, rows, list, grad_weight.size(0));
  if (padded) {
    Tensor& mask = self.buffer("_padding", DType::Byte, rows.device());
    eq(mask, list, double(padding));
    masked_fill(rows, contiguous(spread(mask, rows)), 0);
  }
  index_add(grad_weight, 0, list, rows);
}

constexpr Layer kLayers[] = {{"nn.LookupTable", forward, backward, accumulate}};

}  // namespace

Layers lookup_layers() { return kLayers; }

}  // namespace tocha::nn
