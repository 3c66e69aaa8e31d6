// SPDX-License-Identifier: BSD-3-Clause
// Comparisons, shared by every device. They give bool, which the machinery writes as Byte.
#pragma once

#include "core/ops/pointwise.h"

namespace tocha::functors {

template <class T>
struct CompareScalar {
  static constexpr int kInputs = 1;
  T value;
  TOCHA_HD explicit CompareScalar(const double* p) : value(convert<T>(p[0])) {}
};
template <class T>
struct CompareTensor {
  static constexpr int kInputs = 2;
  TOCHA_HD explicit CompareTensor(const double*) {}
};

#define TOCHA_COMPARISON(NAME, SYMBOL)                                   \
  template <class T>                                                     \
  struct NAME##Scalar : CompareScalar<T> {                               \
    using CompareScalar<T>::CompareScalar;                               \
    TOCHA_HD bool operator()(T a) const { return a SYMBOL this->value; } \
  };                                                                     \
  template <class T>                                                     \
  struct NAME : CompareTensor<T> {                                       \
    using CompareTensor<T>::CompareTensor;                               \
    TOCHA_HD bool operator()(T a, T b) const { return a SYMBOL b; }      \
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
