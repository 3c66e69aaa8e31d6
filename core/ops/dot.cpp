// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/dot.h"

#include "core/ops/pointwise.h"

namespace tocha {

double dot(const Tensor& a, const Tensor& b) {
  check_same_type(a, b);
  if (a.numel() != b.numel()) fail("sizes ", a.sizes(), " and ", b.sizes(), " do not match");
  if (a.empty()) return 0;
  return need(a.device(), a.device().kernels.dot)(a, match_sizes(b, a));
}

}  // namespace tocha
