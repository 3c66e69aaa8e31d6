// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/solve.h"

#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void check_pivot(int64_t info, const Tensor& a) {
  if (info > 0) {
    fail("the ", a.sizes(), " matrix is singular: pivot ", info, " of its LU factors is 0");
  }
}

}  // namespace

void gesv(Tensor& x, Tensor& lu, const Tensor& b, const Tensor& a) {
  check_square(a, "a");
  Tensor solution = columns_of(right_hand_side(b, a)), factors = columns_of(a);
  check_pivot(need(a.device(), lapack_of(a).gesv)(solution, factors), a);
  deliver_columns(lu, factors, &a);
  deliver_columns(x, solution, &b);
}

void trtrs(Tensor& x, Tensor& copy, const Tensor& b, const Tensor& a, const Triangular& form) {
  check_square(a, "a");
  Tensor solution = columns_of(right_hand_side(b, a)), matrix = columns_of(a);
  const int64_t info = need(a.device(), lapack_of(a).trtrs)(solution, matrix, form);
  if (info > 0) {
    fail("the ", a.sizes(), " matrix is singular: element ", info, " of its diagonal is 0");
  }
  deliver_columns(copy, matrix, &a);
  deliver_columns(x, solution, &b);
}

void gels(Tensor& x, Tensor& factors, const Tensor& b, const Tensor& a) {
  check_matrix(a, "a");
  Tensor rows = columns_of(right_hand_side(b, a), a.size(1)), matrix = columns_of(a);
  const int64_t info = need(a.device(), lapack_of(a).gels)(rows, matrix);
  if (info > 0) {
    fail("the ", a.sizes(), " matrix does not have full rank: element ", info,
         " of its triangular factor's diagonal is 0");
  }
  const Tensor made = narrow(rows, 0, 0, a.size(1));  // before `factors`, which may be a
  deliver_columns(factors, matrix, &a);
  deliver_columns(x, made, &b);
}

void inverse(Tensor& out, const Tensor& a) {
  check_square(a, "x");
  Tensor made = columns_of(a);
  check_pivot(need(a.device(), lapack_of(a).inverse)(made), a);
  deliver_columns(out, made, &a);
}

}  // namespace tocha
