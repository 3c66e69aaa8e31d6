// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/cross.h"

#include "core/ops/arithmetic.h"
#include "core/ops/result.h"

namespace tocha {
namespace {

int dimension_of_three(const Tensor& t, int64_t dim) {
  if (dim == kFirstOfThree) {
    for (int d = 0; d < t.dim(); ++d) {
      if (t.size(d) == 3) return d;
    }
    fail("a dimension of size 3 is needed, got ", t);
  }
  const int d = check_dim(t, dim);
  if (t.size(d) != 3) fail("dimension ", d + 1, " must have size 3, got ", t);
  return d;
}

}  // namespace

void cross(Tensor& out, const Tensor& a, const Tensor& b, int64_t dim) {
  check_same_type(out, a);
  check_same_type(a, b);
  if (!a.same_sizes(b)) fail("sizes ", a.sizes(), " and ", b.sizes(), " do not match");
  const int d = dimension_of_three(a, dim);
  write_apart(out, {&a, &b}, [&](Tensor& result) {
    prepare_result(result, a.sizes());
    for (int i = 0; i < 3; ++i) {
      const int j = (i + 1) % 3, k = (i + 2) % 3;
      Tensor part = select(result, d, i);
      mul(part, select(a, d, j), select(b, d, k));
      addcmul(part, part, -1, select(a, d, k), select(b, d, j));
    }
  });
}

}  // namespace tocha
