// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/compare.h"

#include <cmath>
#include <limits>

#include "core/ops/compare_functors.h"
#include "core/ops/copy.h"

namespace tocha {
namespace {

using namespace functors;

template <template <class> class Op>
void run(Tensor& out, std::initializer_list<const Tensor*> in,
         std::initializer_list<double> params = {}) {
  pointwise(out, {&Kernels::compare, CompareOps::position<Op>(), in, params, true});
}

// The same answer for every element: a number that no integer of the type can reach.
void fill_answer(Tensor& out, const Tensor& a, bool answer) {
  if (out.dtype() != DType::Byte || &out.device() != &a.device()) check_same_type(out, a);
  out.resize_as(a);
  fill(out, answer);
}

// How integers are compared with a number: with the next integer below or above it (the answer is
// the same). `beyond_high`, `beyond_low`: the answer for all elements when the number lies outside
// of the type; `unequal`: when it is no integer and equality is asked, or it is NaN.
struct NumberRule {
  double (*round)(double);
  bool beyond_high, beyond_low, unequal;
  bool equality = false;
};
double down(double x) { return std::floor(x); }
double up(double x) { return std::ceil(x); }

template <template <class> class Op>
void run_number(Tensor& out, const Tensor& a, double value, const NumberRule& rule) {
  if (!is_floating(a.dtype())) {
    const double whole = rule.round(value);
    if (std::isnan(value) || (rule.equality && whole != value)) {
      return fill_answer(out, a, rule.unequal);
    }
    double low = 0, high = 0;  // every element x: low <= x < high
    visit(a.dtype(), [&](auto zero) {
      using T = decltype(zero);
      if constexpr (std::is_integral_v<T>) {
        low = double(std::numeric_limits<T>::min());
        high = std::ldexp(1.0, std::numeric_limits<T>::digits);
      }
    });
    if (whole >= high) return fill_answer(out, a, rule.beyond_high);
    if (whole < low) return fill_answer(out, a, rule.beyond_low);
    value = whole;
  }
  run<Op>(out, {&a}, {value});
}

}  // namespace

void lt(Tensor& out, const Tensor& a, double value) {
  run_number<LessScalar>(out, a, value, {up, true, false, false});
}
void le(Tensor& out, const Tensor& a, double value) {
  run_number<LessEqualScalar>(out, a, value, {down, true, false, false});
}
void gt(Tensor& out, const Tensor& a, double value) {
  run_number<GreaterScalar>(out, a, value, {down, false, true, false});
}
void ge(Tensor& out, const Tensor& a, double value) {
  run_number<GreaterEqualScalar>(out, a, value, {up, false, true, false});
}
void eq(Tensor& out, const Tensor& a, double value) {
  run_number<EqualScalar>(out, a, value, {down, false, false, false, true});
}
void ne(Tensor& out, const Tensor& a, double value) {
  run_number<NotEqualScalar>(out, a, value, {down, true, true, true, true});
}

void lt(Tensor& out, const Tensor& a, const Tensor& b) { run<Less>(out, {&a, &b}); }
void le(Tensor& out, const Tensor& a, const Tensor& b) { run<LessEqual>(out, {&a, &b}); }
void gt(Tensor& out, const Tensor& a, const Tensor& b) { run<Greater>(out, {&a, &b}); }
void ge(Tensor& out, const Tensor& a, const Tensor& b) { run<GreaterEqual>(out, {&a, &b}); }
void eq(Tensor& out, const Tensor& a, const Tensor& b) { run<Equal>(out, {&a, &b}); }
void ne(Tensor& out, const Tensor& a, const Tensor& b) { run<NotEqual>(out, {&a, &b}); }

bool equal(const Tensor& a, const Tensor& b) {
  check_same_type(a, b);
  if (!a.same_sizes(b)) return false;
  return a.empty() || need(a.device(), a.device().kernels.equal)(a, b);
}

}  // namespace tocha
