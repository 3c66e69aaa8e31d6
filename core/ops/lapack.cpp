// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/lapack.h"

#include <cmath>

#include "core/ops/copy.h"
#include "core/ops/norm.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {

Tensor columns_of(const Tensor& m, int64_t rows) {
  rows = std::max(rows, m.size(0));
  Tensor made = transpose(Tensor(m.dtype(), Shape{m.size(1), rows}, m.device()), 0, 1);
  if (rows > m.size(0)) fill(made, 0);
  Tensor top = narrow(made, 0, 0, m.size(0));
  copy(top, m);
  return made;
}

void deliver_columns(Tensor& out, const Tensor& columns, const Tensor* operand) {
  check_same_type(out, columns);
  if (!out.storage()) {
    out = columns;
    return;
  }
  const bool in_place = operand && out.is_set_to(*operand);
  if (!out.same_sizes(columns) || (out.is_contiguous() && !in_place)) {
    out.resize_as(columns);
    if (out.is_contiguous() && columns.dim() == 2) {  // its elements, column by column
      out.set_view(out.offset(), columns.sizes(), Shape{1, columns.size(0)});
    }
  }
  copy(out, columns);
}

void deliver(Tensor& out, const Tensor& made) {
  check_same_type(out, made);
  if (!out.storage() && made.is_contiguous()) {
    out = made;
    return;
  }
  out.resize_as(made);
  copy(out, made);
}

void check_matrix(const Tensor& t, std::string_view what) {
  visit_real(t.dtype(), [](auto) {});
  if (t.dim() != 2) fail(what, " must be a matrix, got ", t);
}

void check_square(const Tensor& t, std::string_view what) {
  visit_real(t.dtype(), [](auto) {});
  if (t.dim() != 2 || t.size(0) != t.size(1)) fail(what, " must be a square matrix, got ", t);
}

void check_finite(const Tensor& t, std::string_view what) {
  // The largest magnitude; NaN comes before all.
  if (!std::isfinite(norm(t, INFINITY))) fail(what, " has elements that are NaN or infinite");
}

Tensor right_hand_side(const Tensor& b, const Tensor& a) {
  check_same_type(b, a);
  if (b.dim() != 1 && b.dim() != 2) fail("b must be a matrix or a vector, got ", b);
  if (b.size(0) != a.size(0)) {
    fail("sizes ", a.sizes(), " and ", b.sizes(), " do not match: a has ", a.size(0), " rows, b ",
         b.size(0));
  }
  return b.dim() == 1 ? unsqueeze(b, 1) : b;
}

}  // namespace tocha
