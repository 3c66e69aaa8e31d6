// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/clamp.h"

#include "core/ops/clamp_functors.h"

namespace tocha {
namespace {

template <template <class> class Op>
void run(Tensor& out, std::initializer_list<const Tensor*> in,
         std::initializer_list<double> params = {}) {
  pointwise(out, {&Kernels::clamp, ClampOps::position<Op>(), in, params});
}

}  // namespace

using namespace functors;

void abs(Tensor& out, const Tensor& a) { run<Abs>(out, {&a}); }
void sign(Tensor& out, const Tensor& a) { run<Sign>(out, {&a}); }
void clamp(Tensor& out, const Tensor& a, double low, double high) {
  run<Clamp>(out, {&a}, {low, high});
}
void cmax(Tensor& out, const Tensor& a, const Tensor& b) { run<Max>(out, {&a, &b}); }
void cmax(Tensor& out, const Tensor& a, double value) { run<MaxScalar>(out, {&a}, {value}); }
void cmin(Tensor& out, const Tensor& a, const Tensor& b) { run<Min>(out, {&a, &b}); }
void cmin(Tensor& out, const Tensor& a, double value) { run<MinScalar>(out, {&a}, {value}); }

}  // namespace tocha
