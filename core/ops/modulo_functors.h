// SPDX-License-Identifier: BSD-3-Clause
// Remainders of divisions, shared by every device. With a divisor of 0 floating point types give
// NaN; integers give 0, since there is no NaN and the processor's trap would end the process.
#pragma once

#include <cmath>

#include "core/ops/inputs.h"

namespace tocha::functors {

// The remainder with the sign of the divisor: Lua's %.
template <class T>
TOCHA_HD inline T floor_modulo(T a, T b) {
  if constexpr (std::is_integral_v<T>) {
    if (b == 0 || (std::is_signed_v<T> && b == T(-1))) return 0;
    const T r = T(a % b);
    return r != 0 && ((r < 0) != (b < 0)) ? T(r + b) : r;
  } else {
    return b == T(0) ? T(NAN) : a - b * std::floor(a / b);
  }
}
// The remainder with the sign of the dividend: C's fmod.
template <class T>
TOCHA_HD inline T truncated_modulo(T a, T b) {
  if constexpr (std::is_integral_v<T>) {
    return b == 0 || (std::is_signed_v<T> && b == T(-1)) ? T(0) : T(a % b);
  } else {
    return std::fmod(a, b);
  }
}

template <class T>
struct FmodScalar : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T a) const { return truncated_modulo(a, this->number); }
};
template <class T>
struct RemainderScalar : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T a) const { return floor_modulo(a, this->number); }
};

template <class T>
struct Fmod : Inputs<2> {
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T a, T b) const { return truncated_modulo(a, b); }
};
template <class T>
struct Remainder : Inputs<2> {
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T a, T b) const { return floor_modulo(a, b); }
};

}  // namespace tocha::functors

namespace tocha {

using ModuloOps =
    OpList<functors::FmodScalar, functors::RemainderScalar, functors::Fmod, functors::Remainder>;

}  // namespace tocha
