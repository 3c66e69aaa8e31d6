// SPDX-License-Identifier: BSD-3-Clause
// Losses that are a sum over pairs (x, target), shared by every device. A functor called as such is
// the derivative with respect to x, times params[0]; `value` is what the loss sums up.
#pragma once

#include "core/ops/pointwise.h"

namespace tocha::functors {

template <class T>
struct SquaredError {
  static constexpr int kInputs = 2;
  T factor;
  TOCHA_HD explicit SquaredError(const double* p) : factor(convert<T>(2 * p[0])) {}
  TOCHA_HD T operator()(T x, T target) const { return factor * (x - target); }
  TOCHA_HD static T value(T x, T target) { return (x - target) * (x - target); }
};

}  // namespace tocha::functors

namespace tocha {

using PairLosses = OpList<functors::SquaredError>;

}  // namespace tocha
