// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/reduce.h"

#include "core/ops/pointwise.h"
#include "core/ops/reduction.h"

namespace tocha {
namespace {

ReduceCall call(SumOp op) { return {&Kernels::sum, int(op)}; }

}  // namespace

double sum(const Tensor& a) { return a.empty() ? 0 : reduce_all(a, call(SumOp::Sum)); }
void sum(Tensor& out, const Tensor& a, int64_t dim) {
  reduce_dim(out, nullptr, a, dim, call(SumOp::Sum));
}

double prod(const Tensor& a) { return a.empty() ? 1 : reduce_all(a, call(SumOp::Product)); }
void prod(Tensor& out, const Tensor& a, int64_t dim) {
  reduce_dim(out, nullptr, a, dim, call(SumOp::Product));
}

double mean(const Tensor& a) {
  check_floating(a);
  check_not_empty(a);
  return reduce_all(a, call(SumOp::Mean));
}
void mean(Tensor& out, const Tensor& a, int64_t dim) {
  check_floating(a);
  reduce_dim(out, nullptr, a, dim, call(SumOp::Mean));
}

double trace(const Tensor& a) {
  if (a.dim() != 2) fail("a matrix is needed, got ", a);
  Tensor diagonal(a);
  const Shape size{std::min(a.size(0), a.size(1))}, stride{a.stride(0) + a.stride(1)};
  diagonal.set_view(a.offset(), size, stride);
  return sum(diagonal);
}

}  // namespace tocha
