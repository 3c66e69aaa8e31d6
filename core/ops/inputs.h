// SPDX-License-Identifier: BSD-3-Clause
// What most functors of pointwise operators begin with: the count of their tensors, and a number.
#pragma once

#include "core/ops/pointwise.h"

namespace tocha::functors {

template <int N>
struct Inputs {
  static constexpr int kInputs = N;
  TOCHA_HD explicit Inputs(const double*) {}
};

template <class T, int N>
struct InputsAndNumber {
  static constexpr int kInputs = N;
  T number;
  TOCHA_HD explicit InputsAndNumber(const double* p) : number(convert<T>(p[0])) {}
};

}  // namespace tocha::functors
