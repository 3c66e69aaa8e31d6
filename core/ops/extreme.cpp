// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/extreme.h"

#include "core/ops/reduction.h"

namespace tocha {
namespace {

double whole(const Tensor& a, ExtremeOp op) {
  check_not_empty(a);
  return reduce_all(a, {&Kernels::extreme, int(op)});
}

void check_byte(const Tensor& a) {
  if (a.dtype() != DType::Byte) fail("a ByteTensor is needed, got ", a);
}

}  // namespace

double max(const Tensor& a) { return whole(a, ExtremeOp::Max); }
double min(const Tensor& a) { return whole(a, ExtremeOp::Min); }

void max(Tensor& values, Tensor& indices, const Tensor& a, int64_t dim) {
  reduce_dim(values, &indices, a, dim, {&Kernels::extreme, int(ExtremeOp::Max)});
}
void min(Tensor& values, Tensor& indices, const Tensor& a, int64_t dim) {
  reduce_dim(values, &indices, a, dim, {&Kernels::extreme, int(ExtremeOp::Min)});
}

bool all(const Tensor& a) {
  check_byte(a);
  return min(a) != 0;
}
bool any(const Tensor& a) {
  check_byte(a);
  return max(a) != 0;
}

}  // namespace tocha
