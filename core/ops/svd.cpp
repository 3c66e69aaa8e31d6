// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/svd.h"

#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {

void svd(Tensor& u, Tensor& s, Tensor& v, const Tensor& a, bool all) {
  check_matrix(a, "a");
  check_finite(a, "a");
  const int64_t n = a.size(0), m = a.size(1), k = std::min(n, m);
  auto by_columns = [&](int64_t rows, int64_t columns) {
    return transpose(Tensor(a.dtype(), Shape{columns, rows}, a.device()), 0, 1);
  };
  Tensor matrix = columns_of(a), values(a.dtype(), Shape{k}, a.device());
  Tensor left = by_columns(n, all ? n : k), right = by_columns(all ? m : k, m);
  const int64_t info = need(a.device(), lapack_of(a).svd)(left, values, right, matrix);
  if (info > 0) fail("the iteration does not converge: ", info, " singular values were not found");
  deliver_columns(u, left);
  deliver(s, values);
  deliver(v, transpose(right, 0, 1));
}

}  // namespace tocha
