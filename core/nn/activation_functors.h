// SPDX-License-Identifier: BSD-3-Clause
// Pointwise layers, shared by every device. Those whose forward is an operator of core/ops (tanh,
// sigmoid, abs, clamp, sqrt) have only their gradient here. Gradients are in terms of the input x
// or of the output y, whichever gives the more accurate formula; dy is the output's gradient. All
// keep a NaN visible.
#pragma once

#include <cmath>

#include "core/ops/inputs.h"

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
struct ThresholdGrad : InputsAndNumber<T, 2> {  // (x, dy)
  using InputsAndNumber<T, 2>::InputsAndNumber;
  TOCHA_HD T operator()(T x, T dy) const { return x <= this->number ? T(0) : dy; }
};
template <class T>
struct TanhGrad {  // (y, dy)
  static constexpr int kInputs = 2;
  TOCHA_HD explicit TanhGrad(const double*) {}
  TOCHA_HD T operator()(T y, T dy) const { return dy * (T(1) - y * y); }
};
template <class T>
struct SigmoidGrad : Inputs<2> {  // (y, dy)
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T y, T dy) const { return dy * (T(1) - y) * y; }
};

template <class T>
struct AbsGrad : Inputs<2> {  // (x, dy)
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T x, T dy) const { return x >= T(0) ? dy : -dy; }
};
template <class T>
struct SquareGrad : Inputs<2> {  // (x, dy)
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T x, T dy) const { return T(2) * dy * x; }
};
template <class T>
struct SqrtGrad : Inputs<2> {  // (y, dy); 0 at 0, where the slope is infinite
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T y, T dy) const { return y == T(0) ? T(0) : T(0.5) * (dy / y); }
};

template <class T>
struct ClampGrad {  // (x, dy); 0 at the bounds too
  static constexpr int kInputs = 2;
  T low, high;
  TOCHA_HD explicit ClampGrad(const double* p) : low(convert<T>(p[0])), high(convert<T>(p[1])) {}
  TOCHA_HD T operator()(T x, T dy) const { return x <= low || x >= high ? T(0) : dy; }
};

template <class T>
struct LeakyRelu : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T x) const { return x > T(0) ? x : x * this->number; }
};
template <class T>
struct LeakyReluGrad : InputsAndNumber<T, 2> {  // (x, dy)
  using InputsAndNumber<T, 2>::InputsAndNumber;
  TOCHA_HD T operator()(T x, T dy) const { return x > T(0) ? dy : dy * this->number; }
};

template <class T>
struct Elu : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T x) const { return x <= T(0) ? std::expm1(x) * this->number : x; }
};
template <class T>
struct EluGrad : InputsAndNumber<T, 2> {  // (y, dy)
  using InputsAndNumber<T, 2>::InputsAndNumber;
  TOCHA_HD T operator()(T y, T dy) const { return y <= T(0) ? dy * (y + this->number) : dy; }
};

template <class T>
struct HardShrink : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T x) const { return x <= this->number && x >= -this->number ? T(0) : x; }
};
template <class T>
struct SoftShrink : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T x) const {
    if (x > this->number) return x - this->number;
    if (x < -this->number) return x + this->number;
    return x == x ? T(0) : x;
  }
};
template <class T>
struct ShrinkGrad : InputsAndNumber<T, 2> {  // (x, dy), of both
  using InputsAndNumber<T, 2>::InputsAndNumber;
  TOCHA_HD T operator()(T x, T dy) const {
    return x <= this->number && x >= -this->number ? T(0) : dy;
  }
};

// log(1 + exp(beta x)) / beta; x itself where beta x > threshold, as both agree there.
template <class T>
struct SoftPlus {
  static constexpr int kInputs = 1;
  T beta, threshold;
  TOCHA_HD explicit SoftPlus(const double* p)
      : beta(convert<T>(p[0])), threshold(convert<T>(p[1])) {}
  TOCHA_HD T operator()(T x) const {
    const T z = x * beta;
    return z > threshold ? x : std::log1p(std::exp(z)) / beta;
  }
};
template <class T>
struct SoftPlusGrad {  // (y, dy): exp(beta x) / (1 + exp(beta x)) = 1 - exp(-beta y)
  static constexpr int kInputs = 2;
  T beta, threshold;
  TOCHA_HD explicit SoftPlusGrad(const double* p)
      : beta(convert<T>(p[0])), threshold(convert<T>(p[1])) {}
  TOCHA_HD T operator()(T y, T dy) const {
    const T z = y * beta;
    return z > threshold ? dy : dy * -std::expm1(-z);
  }
};

// log(1 / (1 + exp(-x))), without overflow on either side.
template <class T>
struct LogSigmoid : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const {
    return (x > T(0) ? T(0) : x) - std::log1p(std::exp(-std::fabs(x)));
  }
};
template <class T>
struct LogSigmoidGrad : Inputs<2> {  // (x, dy)
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T x, T dy) const { return dy / (T(1) + std::exp(x)); }
};

template <class T>
struct SoftSign : Inputs<1> {  // x / (1 + |x|)
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return x / (T(1) + std::fabs(x)); }
};
template <class T>
struct SoftSignGrad : Inputs<2> {  // (x, dy)
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T x, T dy) const {
    const T d = T(1) + std::fabs(x);
    return dy / (d * d);
  }
};

template <class T>
struct TanhShrinkGrad : Inputs<3> {  // (x, y, dy); tanh(x) = x - y
  using Inputs<3>::Inputs;
  TOCHA_HD T operator()(T x, T y, T dy) const { return dy * ((x - y) * (x - y)); }
};

template <class T>
struct ConcatenatedReluGrad : Inputs<3> {  // (x, dy of x's half, dy of -x's half)
  using Inputs<3>::Inputs;
  TOCHA_HD T operator()(T x, T dy, T negative) const {
    return x > T(0) ? dy : x < T(0) ? -negative : T(0);
  }
};

}  // namespace tocha::functors

namespace tocha {

using ActivationOps =
    OpList<functors::Threshold, functors::ThresholdGrad, functors::TanhGrad, functors::SigmoidGrad,
           functors::AbsGrad, functors::SquareGrad, functors::SqrtGrad, functors::ClampGrad,
           functors::LeakyRelu, functors::LeakyReluGrad, functors::Elu, functors::EluGrad,
           functors::HardShrink, functors::SoftShrink, functors::ShrinkGrad, functors::SoftPlus,
           functors::SoftPlusGrad, functors::LogSigmoid, functors::LogSigmoidGrad,
           functors::SoftSign, functors::SoftSignGrad, functors::TanhShrinkGrad,
           functors::ConcatenatedReluGrad>;

}  // namespace tocha
