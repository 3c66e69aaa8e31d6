// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/cholesky.h"

#include "core/ops/copy.h"
#include "core/ops/diagonal.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void clear_other_triangle(Tensor& factor, bool upper) {
  upper ? triu(factor, factor, 0) : tril(factor, factor, 0);
}

}  // namespace

void potrf(Tensor& out, const Tensor& a, bool upper) {
  check_square(a, "a");
  Tensor factor = columns_of(a);
  const int64_t minor = need(a.device(), lapack_of(a).potrf)(factor, upper);
  if (minor > 0) fail("the leading minor of order ", minor, " is not positive definite");
  clear_other_triangle(factor, upper);
  deliver_columns(out, factor, &a);
}

void potrs(Tensor& x, const Tensor& b, const Tensor& factor, bool upper) {
  check_square(factor, "chol");
  Tensor solution = columns_of(right_hand_side(b, factor));
  need(factor.device(), lapack_of(factor).potrs)(solution, columns_of(factor), upper);
  deliver_columns(x, solution, &b);
}

void potri(Tensor& out, const Tensor& factor, bool upper) {
  check_square(factor, "chol");
  Tensor inverse = columns_of(factor);
  const int64_t info = need(factor.device(), lapack_of(factor).potri)(inverse, upper);
  if (info > 0) {
    fail("the ", factor.sizes(), " matrix is singular: element ", info, " of its diagonal is 0");
  }
  // The missing triangle mirrors the other.
  const int64_t n = inverse.size(0);
  for (int64_t i = 1; i < n; ++i) {
    Tensor row = narrow(select(inverse, 0, i), 0, 0, i);
    Tensor column = narrow(select(inverse, 1, i), 0, 0, i);
    upper ? copy(row, column) : copy(column, row);
  }
  deliver_columns(out, inverse, &factor);
}

void pstrf(Tensor& out, Tensor& pivots, const Tensor& a, bool upper, double tolerance) {
  check_square(a, "a");
  if (pivots.dtype() != DType::Int) fail("piv must be an IntTensor, got ", pivots);
  Tensor factor = columns_of(a), order(DType::Int, Shape{a.size(0)}, a.device());
  int64_t rank = 0;
  if (need(a.device(), lapack_of(a).pstrf)(factor, order, rank, upper, tolerance) > 0) {
    fail("the ", a.sizes(), " matrix is not positive definite: pivot ", rank + 1,
         " is not above the tolerance");
  }
  clear_other_triangle(factor, upper);
  deliver_columns(out, factor, &a);
  deliver(pivots, order);
}

}  // namespace tocha
