// SPDX-License-Identifier: BSD-3-Clause
// Operators that choose between values, shared by every device. A comparison with NaN is false, as
// everywhere: clamp keeps NaN; cmax and cmin give the NaN when one of the two is.
#pragma once

#include <cmath>

#include "core/ops/inputs.h"

namespace tocha::functors {

template <class T>
struct Abs : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T a) const {
    if constexpr (std::is_unsigned_v<T>)
      return a;
    else if constexpr (std::is_integral_v<T>)
      return a < 0 ? T(-a) : a;
    else
      return std::fabs(a);
  }
};
template <class T>
struct Sign : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T a) const { return T((a > T(0)) - (a < T(0))); }
};

template <class T>
struct Clamp {
  static constexpr int kInputs = 1;
  T low, high;
  TOCHA_HD explicit Clamp(const double* p) : low(convert<T>(p[0])), high(convert<T>(p[1])) {}
  TOCHA_HD T operator()(T a) const { return a < low ? low : a > high ? high : a; }
};

template <class T>
struct MaxScalar : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T a) const { return (a > this->number) | (a != a) ? a : this->number; }
};
template <class T>
struct MinScalar : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T a) const { return (a < this->number) | (a != a) ? a : this->number; }
};

template <class T>
struct Max : Inputs<2> {
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T a, T b) const { return (a > b) | (a != a) ? a : b; }
};
template <class T>
struct Min : Inputs<2> {
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T a, T b) const { return (a < b) | (a != a) ? a : b; }
};

}  // namespace tocha::functors

namespace tocha {

using ClampOps = OpList<functors::Abs, functors::Sign, functors::Clamp, functors::MaxScalar,
                        functors::MinScalar, functors::Max, functors::Min>;

}  // namespace tocha
