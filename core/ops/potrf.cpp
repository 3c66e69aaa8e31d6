// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/potrf.h"

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {

void potrf(Tensor& out, const Tensor& a, bool upper) {
  if (a.dim() != 2 || a.size(0) != a.size(1)) fail("a square matrix is needed, got ", a);
  check_same_type(out, a);
  Tensor factor = clone(a);
  const int64_t minor = need(a.device(), a.device().kernels.potrf)(factor, upper);
  if (minor > 0) fail("the leading minor of order ", minor, " is not positive definite");
  out.resize_as(factor);
  copy(out, factor);
}

}  // namespace tocha
