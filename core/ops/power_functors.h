// SPDX-License-Identifier: BSD-3-Clause
// Powers, shared by every device. Integers are multiplied out and wrap; an integer to a negative
// power is truncated towards zero (and 0 to a negative power is 0). An exponent or base that is a
// number with a fraction makes the computation one of doubles.
#pragma once

#include <cmath>

#include "core/ops/inputs.h"

namespace tocha::functors {

// base ^ exponent for integers, by squaring.
template <class T>
TOCHA_HD inline T integer_power(T base, int64_t exponent) {
  if (exponent < 0) {
    if (base == T(1)) return 1;
    if (std::is_signed_v<T> && base == T(-1)) return exponent % 2 ? T(-1) : T(1);
    return 0;
  }
  T result = 1;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result = T(result * base);
    base = T(base * base);
  }
  return result;
}

TOCHA_HD inline bool is_whole(double value) {
  return value == std::trunc(value) && std::fabs(value) < 9.2e18;
}

template <class T>
struct Pow {  // a ^ number
  static constexpr int kInputs = 1;
  double exponent;
  TOCHA_HD explicit Pow(const double* p) : exponent(p[0]) {}
  TOCHA_HD T operator()(T a) const {
    if constexpr (std::is_integral_v<T>) {
      if (is_whole(exponent)) return integer_power(a, int64_t(exponent));
      return convert<T>(std::pow(double(a), exponent));
    } else {
      return std::pow(a, T(exponent));
    }
  }
};
template <class T>
struct PowOf {  // number ^ a
  static constexpr int kInputs = 1;
  double base;
  TOCHA_HD explicit PowOf(const double* p) : base(p[0]) {}
  TOCHA_HD T operator()(T a) const {
    if constexpr (std::is_integral_v<T>) {
      if (is_whole(base)) return integer_power(convert<T>(base), int64_t(a));
      return convert<T>(std::pow(base, double(a)));
    } else {
      return std::pow(T(base), a);
    }
  }
};
template <class T>
struct PowEach : Inputs<2> {  // a ^ b
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T a, T b) const {
    if constexpr (std::is_integral_v<T>)
      return integer_power(a, int64_t(b));
    else
      return std::pow(a, b);
  }
};
template <class T>
struct Cube : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T a) const { return T(a * a * a); }
};

}  // namespace tocha::functors

namespace tocha {

using PowerOps = OpList<functors::Pow, functors::PowOf, functors::PowEach, functors::Cube>;

}  // namespace tocha
