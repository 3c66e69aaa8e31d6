// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/kthvalue.h"

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {

void kthvalue(Tensor& values, Tensor& indices, const Tensor& a, int64_t k, int64_t dim) {
  const int d = check_dim(a, dim);
  check_same_type(values, a);
  if (k < 1 || k > a.size(d)) {
    fail("k = ", k, " is out of range 1 to ", a.size(d), " in dimension ", d + 1);
  }
  Shape sizes{a.sizes()};
  sizes[d] = 1;
  Tensor found(a.dtype(), sizes, a.device());  // `values` may be `a`
  indices.resize(sizes);
  need(a.device(), a.device().kernels.kthvalue)(found, indices, a, k, d);
  values.resize(sizes);
  copy(values, found);
}

}  // namespace tocha
