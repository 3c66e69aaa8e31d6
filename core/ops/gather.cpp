// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/gather.h"

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {

void gather(Tensor& out, const Tensor& a, int64_t dim, const Tensor& index) {
  const int d = check_dim(a, dim);
  check_same_type(out, a);
  bool fits = index.dim() == a.dim();
  for (int i = 0; fits && i < a.dim(); ++i) fits = i == d || index.size(i) == a.size(i);
  if (!fits) fail("index ", index.sizes(), " does not fit ", a.sizes(), " in dimension ", d + 1);
  Tensor result(a.dtype(), Shape{index.sizes()}, a.device());
  need(a.device(), a.device().kernels.gather)(result, a, d, index);
  out.resize_as(result);
  copy(out, result);
}

}  // namespace tocha
