// SPDX-License-Identifier: BSD-3-Clause
// Operators on the bits of integers, shared by every device. Shifts treat every type as unsigned
// (zeros come in from the left, as in Torch7); a shift by less than 0 or by all the bits gives 0.
#pragma once

#include "core/ops/inputs.h"

namespace tocha::functors {

template <class T>
TOCHA_HD inline T shift_left(T a, T by) {
  using U = std::make_unsigned_t<T>;
  return U(by) < 8 * sizeof(T) ? T(U(U(a) << by)) : T(0);
}
template <class T>
TOCHA_HD inline T shift_right(T a, T by) {
  using U = std::make_unsigned_t<T>;
  return U(by) < 8 * sizeof(T) ? T(U(a) >> by) : T(0);
}

#define TOCHA_BITWISE(NAME, EXPRESSION)                               \
  template <class T>                                                  \
  struct NAME##Scalar : InputsAndNumber<T, 1> {                       \
    using InputsAndNumber<T, 1>::InputsAndNumber;                     \
    TOCHA_HD T operator()(T a) const { return run(a, this->number); } \
    TOCHA_HD static T run(T a, T b) { return EXPRESSION; }            \
  };                                                                  \
  template <class T>                                                  \
  struct NAME : Inputs<2> {                                           \
    using Inputs<2>::Inputs;                                          \
    TOCHA_HD T operator()(T a, T b) const { return EXPRESSION; }      \
  };
TOCHA_BITWISE(BitAnd, T(a& b))
TOCHA_BITWISE(BitOr, T(a | b))
TOCHA_BITWISE(BitXor, T(a ^ b))
TOCHA_BITWISE(ShiftLeft, shift_left(a, b))
TOCHA_BITWISE(ShiftRight, shift_right(a, b))
#undef TOCHA_BITWISE

}  // namespace tocha::functors

namespace tocha {

using BitwiseOps =
    OpList<functors::BitAndScalar, functors::BitOrScalar, functors::BitXorScalar,
           functors::ShiftLeftScalar, functors::ShiftRightScalar, functors::BitAnd, functors::BitOr,
           functors::BitXor, functors::ShiftLeft, functors::ShiftRight>;

}  // namespace tocha
