// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/variance.h"

#include "core/ops/pointwise.h"
#include "core/ops/reduction.h"

namespace tocha {
namespace {

ReduceCall call(VarianceOp op, bool biased) {
  return {&Kernels::variance, int(op), biased ? 1. : 0.};
}

double whole(const Tensor& a, const ReduceCall& call) {
  check_floating(a);
  check_not_empty(a);
  return reduce_all(a, call);
}
void along(Tensor& out, const Tensor& a, int64_t dim, const ReduceCall& call) {
  check_floating(a);
  reduce_dim(out, nullptr, a, dim, call);
}

}  // namespace

double var(const Tensor& a, bool biased) { return whole(a, call(VarianceOp::Variance, biased)); }
void var(Tensor& out, const Tensor& a, int64_t dim, bool biased) {
  along(out, a, dim, call(VarianceOp::Variance, biased));
}
double standard_deviation(const Tensor& a, bool biased) {
  return whole(a, call(VarianceOp::StandardDeviation, biased));
}
void standard_deviation(Tensor& out, const Tensor& a, int64_t dim, bool biased) {
  along(out, a, dim, call(VarianceOp::StandardDeviation, biased));
}

}  // namespace tocha
