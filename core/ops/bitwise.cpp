// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/bitwise.h"

#include <cmath>

#include "core/ops/arithmetic.h"
#include "core/ops/bitwise_functors.h"
#include "core/ops/power.h"

namespace tocha {
namespace {

using namespace functors;

template <template <class> class Op>
void run(Tensor& out, std::initializer_list<const Tensor*> in,
         std::initializer_list<double> params = {}) {
  check_integer(**in.begin());
  pointwise(out, {&Kernels::bitwise, BitwiseOps::position<Op>(), in, params});
}

// Floating point shifts: 2 ^ bits, and the product or quotient.
Tensor power_of_two(const Tensor& bits) {
  Tensor power(bits.dtype(), bits.device());
  pow(power, 2, bits);
  return power;
}

}  // namespace

void bitand_(Tensor& out, const Tensor& a, double value) { run<BitAndScalar>(out, {&a}, {value}); }
void bitand_(Tensor& out, const Tensor& a, const Tensor& b) { run<BitAnd>(out, {&a, &b}); }
void bitor_(Tensor& out, const Tensor& a, double value) { run<BitOrScalar>(out, {&a}, {value}); }
void bitor_(Tensor& out, const Tensor& a, const Tensor& b) { run<BitOr>(out, {&a, &b}); }
void bitxor(Tensor& out, const Tensor& a, double value) { run<BitXorScalar>(out, {&a}, {value}); }
void bitxor(Tensor& out, const Tensor& a, const Tensor& b) { run<BitXor>(out, {&a, &b}); }

void lshift(Tensor& out, const Tensor& a, double bits) {
  if (is_floating(a.dtype())) return mul(out, a, std::exp2(bits));
  run<ShiftLeftScalar>(out, {&a}, {bits});
}
void lshift(Tensor& out, const Tensor& a, const Tensor& bits) {
  if (is_floating(a.dtype())) return mul(out, a, power_of_two(bits));
  run<ShiftLeft>(out, {&a, &bits});
}
void rshift(Tensor& out, const Tensor& a, double bits) {
  if (is_floating(a.dtype())) return div(out, a, std::exp2(bits));
  run<ShiftRightScalar>(out, {&a}, {bits});
}
void rshift(Tensor& out, const Tensor& a, const Tensor& bits) {
  if (is_floating(a.dtype())) return div(out, a, power_of_two(bits));
  run<ShiftRight>(out, {&a, &bits});
}

}  // namespace tocha
