// SPDX-License-Identifier: BSD-3-Clause
// Functions of one real number, shared by every device; floating point types only. These are the C
// library's definitions; a device may compute them in its own way (core/cpu/math.cpp does).
#pragma once

#include <cmath>

#include "core/ops/inputs.h"

namespace tocha::functors {

template <class T>
struct Exp : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::exp(x); }
};
template <class T>
struct Log : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::log(x); }
};
template <class T>
struct Log1p : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::log1p(x); }
};
template <class T>
struct Sqrt : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::sqrt(x); }
};
template <class T>
struct Rsqrt : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return T(1) / std::sqrt(x); }
};
template <class T>
struct Sin : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::sin(x); }
};
template <class T>
struct Cos : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::cos(x); }
};
template <class T>
struct Tan : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::tan(x); }
};
template <class T>
struct Asin : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::asin(x); }
};
template <class T>
struct Acos : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::acos(x); }
};
template <class T>
struct Atan : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::atan(x); }
};
template <class T>
struct Sinh : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::sinh(x); }
};
template <class T>
struct Cosh : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::cosh(x); }
};
template <class T>
struct Tanh : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::tanh(x); }
};
template <class T>
struct Sigmoid : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return T(1) / (T(1) + std::exp(-x)); }
};
template <class T>
struct Floor : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::floor(x); }
};
template <class T>
struct Ceil : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::ceil(x); }
};
template <class T>
struct Round : Inputs<1> {  // halves away from zero
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const {
    const T whole = std::trunc(x);
    return std::copysign(std::fabs(whole) + T(std::fabs(x - whole) >= T(0.5)), x);
  }
};
template <class T>
struct Trunc : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return std::trunc(x); }
};
template <class T>
struct Frac : Inputs<1> {
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T x) const { return x - std::trunc(x); }
};
template <class T>
struct Atan2 {
  static constexpr int kInputs = 2;
  TOCHA_HD explicit Atan2(const double*) {}
  TOCHA_HD T operator()(T y, T x) const { return std::atan2(y, x); }
};

}  // namespace tocha::functors

namespace tocha {

using MathOps = OpList<  // in any order
    functors::Exp, functors::Log, functors::Log1p, functors::Sqrt, functors::Rsqrt, functors::Sin,
    functors::Cos, functors::Tan, functors::Asin, functors::Acos, functors::Atan, functors::Sinh,
    functors::Cosh, functors::Tanh, functors::Sigmoid, functors::Floor, functors::Ceil,
    functors::Round, functors::Trunc, functors::Frac, functors::Atan2>;

}  // namespace tocha
