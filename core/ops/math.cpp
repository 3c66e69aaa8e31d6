// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/math.h"

#include "core/ops/math_functors.h"

namespace tocha {
namespace {

template <template <class> class Op>
void run(Tensor& out, const Tensor& a) {
  check_floating(a);
  pointwise(out, {&Kernels::math, MathOps::position<Op>(), {&a}});
}
template <template <class> class Op>
void run(Tensor& out, const Tensor& a, const Tensor& b) {
  check_floating(a);
  pointwise(out, {&Kernels::math, MathOps::position<Op>(), {&a, &b}});
}

}  // namespace

void exp(Tensor& out, const Tensor& a) { run<functors::Exp>(out, a); }
void log(Tensor& out, const Tensor& a) { run<functors::Log>(out, a); }
void log1p(Tensor& out, const Tensor& a) { run<functors::Log1p>(out, a); }
void sqrt(Tensor& out, const Tensor& a) { run<functors::Sqrt>(out, a); }
void rsqrt(Tensor& out, const Tensor& a) { run<functors::Rsqrt>(out, a); }
void sin(Tensor& out, const Tensor& a) { run<functors::Sin>(out, a); }
void cos(Tensor& out, const Tensor& a) { run<functors::Cos>(out, a); }
void tan(Tensor& out, const Tensor& a) { run<functors::Tan>(out, a); }
void asin(Tensor& out, const Tensor& a) { run<functors::Asin>(out, a); }
void acos(Tensor& out, const Tensor& a) { run<functors::Acos>(out, a); }
void atan(Tensor& out, const Tensor& a) { run<functors::Atan>(out, a); }
void sinh(Tensor& out, const Tensor& a) { run<functors::Sinh>(out, a); }
void cosh(Tensor& out, const Tensor& a) { run<functors::Cosh>(out, a); }
void tanh(Tensor& out, const Tensor& a) { run<functors::Tanh>(out, a); }
void sigmoid(Tensor& out, const Tensor& a) { run<functors::Sigmoid>(out, a); }
void floor(Tensor& out, const Tensor& a) { run<functors::Floor>(out, a); }
void ceil(Tensor& out, const Tensor& a) { run<functors::Ceil>(out, a); }
void round(Tensor& out, const Tensor& a) { run<functors::Round>(out, a); }
void trunc(Tensor& out, const Tensor& a) { run<functors::Trunc>(out, a); }
void frac(Tensor& out, const Tensor& a) { run<functors::Frac>(out, a); }
void atan2(Tensor& out, const Tensor& y, const Tensor& x) { run<functors::Atan2>(out, y, x); }

}  // namespace tocha
