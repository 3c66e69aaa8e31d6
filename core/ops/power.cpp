// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/power.h"

#include "core/ops/arithmetic.h"
#include "core/ops/math.h"
#include "core/ops/power_functors.h"

namespace tocha {
namespace {

template <template <class> class Op>
void run(Tensor& out, std::initializer_list<const Tensor*> in,
         std::initializer_list<double> params = {}) {
  pointwise(out, {&Kernels::power, PowerOps::position<Op>(), in, params});
}

}  // namespace

using namespace functors;

void pow(Tensor& out, const Tensor& a, double exponent) {
  // The usual exponents are a multiplication or two, or a root (of -0 and -inf too, as in Torch7).
  if (exponent == 1) return mul(out, a, 1);
  if (exponent == 2) return mul(out, a, a);
  if (exponent == 3) return run<Cube>(out, {&a});
  if (is_floating(a.dtype())) {
    if (exponent == -1) return cinv(out, a);
    if (exponent == 0.5) return sqrt(out, a);
    if (exponent == -0.5) return rsqrt(out, a);
  }
  run<Pow>(out, {&a}, {exponent});
}
void pow(Tensor& out, double base, const Tensor& a) { run<PowOf>(out, {&a}, {base}); }
void cpow(Tensor& out, const Tensor& a, const Tensor& b) { run<PowEach>(out, {&a, &b}); }

}  // namespace tocha
