// SPDX-License-Identifier: BSD-3-Clause
// Pointwise layers, shared by every device. Those whose forward is an operator of core/ops/math.h
// (tanh, sigmoid) have only their gradient here, written in terms of the output.
#pragma once

#include "core/ops/pointwise.h"

namespace tocha::functors {

// x where x > threshold, else value. Written so that a NaN stays visible.
template <class T>
struct Threshold {
  static constexpr int kInputs = 1;
  T threshold, value;
  TOCHA_HD explicit Threshold(const double* p)
      : threshold(convert<T>(p[0])), value(convert<T>(p[1])) {}
  TOCHA_HD T operator()(T x) const { return x <= threshold ? value : x; }
};
template <class T>
struct ThresholdGrad {  // (x, dy)
  static constexpr int kInputs = 2;
  T threshold;
  TOCHA_HD explicit ThresholdGrad(const double* p) : threshold(convert<T>(p[0])) {}
  TOCHA_HD T operator()(T x, T dy) const { return x <= threshold ? T(0) : dy; }
};
template <class T>
struct TanhGrad {  // (y, dy)
  static constexpr int kInputs = 2;
  TOCHA_HD explicit TanhGrad(const double*) {}
  TOCHA_HD T operator()(T y, T dy) const { return dy * (T(1) - y * y); }
};
template <class T>
struct SigmoidGrad {  // (y, dy)
  static constexpr int kInputs = 2;
  TOCHA_HD explicit SigmoidGrad(const double*) {}
  TOCHA_HD T operator()(T y, T dy) const { return dy * (T(1) - y) * y; }
};

}  // namespace tocha::functors

namespace tocha {

using ActivationOps =
    OpList<functors::Threshold, functors::ThresholdGrad, functors::TanhGrad, functors::SigmoidGrad>;

}  // namespace tocha
