// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/arithmetic.h"

#include "core/ops/arithmetic_functors.h"

namespace tocha {
namespace {

template <template <class> class Op>
void run(Tensor& out, std::initializer_list<const Tensor*> in,
         std::initializer_list<double> params = {}) {
  pointwise(out, {&Kernels::arithmetic, ArithmeticOps::position<Op>(), in, params});
}

}  // namespace

using namespace functors;

void add(Tensor& out, const Tensor& a, double value) { run<AddScalar>(out, {&a}, {value}); }
void add(Tensor& out, const Tensor& a, double alpha, const Tensor& b) {
  run<Add>(out, {&a, &b}, {alpha});
}
void mul(Tensor& out, const Tensor& a, double value) { run<MulScalar>(out, {&a}, {value}); }
void mul(Tensor& out, const Tensor& a, const Tensor& b) { run<Mul>(out, {&a, &b}); }
void div(Tensor& out, const Tensor& a, double value) { run<DivScalar>(out, {&a}, {value}); }
void div(Tensor& out, const Tensor& a, const Tensor& b) { run<Div>(out, {&a, &b}); }
void addcmul(Tensor& out, const Tensor& a, double value, const Tensor& b, const Tensor& c) {
  run<AddCMul>(out, {&a, &b, &c}, {value});
}
void addcdiv(Tensor& out, const Tensor& a, double value, const Tensor& b, const Tensor& c) {
  run<AddCDiv>(out, {&a, &b, &c}, {value});
}
void neg(Tensor& out, const Tensor& a) { mul(out, a, -1); }
void cinv(Tensor& out, const Tensor& a) {
  check_floating(a);
  run<Invert>(out, {&a});
}
void lerp(Tensor& out, const Tensor& a, const Tensor& b, double weight) {
  check_floating(a);
  run<Lerp>(out, {&a, &b}, {weight});
}

}  // namespace tocha
