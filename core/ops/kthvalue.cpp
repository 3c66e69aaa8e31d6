// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/kthvalue.h"

#include "core/ops/result.h"

namespace tocha {

void kthvalue(Tensor& values, Tensor& indices, const Tensor& a, int64_t k, int64_t dim) {
  const int d = check_dim(a, dim);
  check_same_type(values, a);
  check_companion(indices, DType::Long, a, "indices");
  if (k < 1 || k > a.size(d)) {
    fail("k = ", k, " is out of range 1 to ", a.size(d), " in dimension ", d + 1);
  }
  Shape sizes{a.sizes()};
  sizes[d] = 1;
  write_apart(indices, {&a}, [&](Tensor& positions) {
    write_apart(values, {&a, &positions}, [&](Tensor& result) {
      prepare_result(positions, sizes);
      prepare_result(result, sizes);
      need(a.device(), a.device().kernels.kthvalue)(result, positions, a, k, d);
    });
  });
}

}  // namespace tocha
