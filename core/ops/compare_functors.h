// SPDX-License-Identifier: BSD-3-Clause
// Comparisons, shared by every device. They give bool, which the machinery writes as Byte.
#pragma once

#include "core/ops/inputs.h"

namespace tocha::functors {

#define TOCHA_COMPARISON(NAME, SYMBOL)                                    \
  template <class T>                                                      \
  struct NAME##Scalar : InputsAndNumber<T, 1> {                           \
    using InputsAndNumber<T, 1>::InputsAndNumber;                         \
    TOCHA_HD bool operator()(T a) const { return a SYMBOL this->number; } \
  };                                                                      \
  template <class T>                                                      \
  struct NAME : Inputs<2> {                                               \
    using Inputs<2>::Inputs;                                              \
    TOCHA_HD bool operator()(T a, T b) const { return a SYMBOL b; }       \
  };
TOCHA_COMPARISON(Less, <)
TOCHA_COMPARISON(LessEqual, <=)
TOCHA_COMPARISON(Greater, >)
TOCHA_COMPARISON(GreaterEqual, >=)
TOCHA_COMPARISON(Equal, ==)
TOCHA_COMPARISON(NotEqual, !=)
#undef TOCHA_COMPARISON

}  // namespace tocha::functors

namespace tocha {

using CompareOps =
    OpList<functors::LessScalar, functors::LessEqualScalar, functors::GreaterScalar,
           functors::GreaterEqualScalar, functors::EqualScalar, functors::NotEqualScalar,
           functors::Less, functors::LessEqual, functors::Greater, functors::GreaterEqual,
           functors::Equal, functors::NotEqual>;

}  // namespace tocha
