// SPDX-License-Identifier: BSD-3-Clause
// Arithmetic operators, shared by every device. Integers wrap and divide as C does; dividing an
// integer by zero gives 0 instead of a signal that would end the process.
#pragma once

#include <cmath>

#include "core/ops/pointwise.h"

namespace tocha::functors {

template <class T>
TOCHA_HD inline T divide(T a, T b) {
  if constexpr (std::is_integral_v<T>) {
    if (b == 0) return 0;
    if constexpr (std::is_signed_v<T>) {
      if (b == T(-1)) return T(0 - a);  // the smallest number has no positive twin
    }
  }
  return T(a / b);
}

// The remainder with the sign of the divisor (Lua's %) and of the dividend (C's fmod).
template <class T>
TOCHA_HD inline T floor_modulo(T a, T b) {
  if constexpr (std::is_integral_v<T>) {
    if (b == 0 || b == T(-1)) return 0;
    const T r = T(a % b);
    return r != 0 && ((r < 0) != (b < 0)) ? T(r + b) : r;
  } else {
    return b == T(0) ? T(NAN) : a - b * std::floor(a / b);
  }
}
template <class T>
TOCHA_HD inline T truncated_modulo(T a, T b) {
  if constexpr (std::is_integral_v<T>) return b == 0 || b == T(-1) ? T(0) : T(a % b);
  else return std::fmod(a, b);
}

template <class T> struct Binary {
  static constexpr int kInputs = 2;
  TOCHA_HD explicit Binary(const double*) {}
};
template <class T> struct Scalar {  // one tensor, one number
  static constexpr int kInputs = 1;
  T value;
  TOCHA_HD explicit Scalar(const double* p) : value(convert<T>(p[0])) {}
};
template <class T> struct Scaled {  // two tensors, the second scaled
  static constexpr int kInputs = 2;
  T alpha;
  TOCHA_HD explicit Scaled(const double* p) : alpha(convert<T>(p[0])) {}
};

template <class T> struct AddScalar : Scalar<T> {
  using Scalar<T>::Scalar;
  TOCHA_HD T operator()(T a) const { return T(a + this->value); }
};
template <class T> struct Add : Scaled<T> {
  using Scaled<T>::Scaled;
  TOCHA_HD T operator()(T a, T b) const { return T(a + this->alpha * b); }
};
template <class T> struct MulScalar : Scalar<T> {
  using Scalar<T>::Scalar;
  TOCHA_HD T operator()(T a) const { return T(a * this->value); }
};
template <class T> struct Mul : Binary<T> {
  using Binary<T>::Binary;
  TOCHA_HD T operator()(T a, T b) const { return T(a * b); }
};
template <class T> struct DivScalar : Scalar<T> {
  using Scalar<T>::Scalar;
  TOCHA_HD T operator()(T a) const { return divide(a, this->value); }
};
template <class T> struct Div : Binary<T> {
  using Binary<T>::Binary;
  TOCHA_HD T operator()(T a, T b) const { return divide(a, b); }
};
template <class T> struct AddCMul {  // a + value * b * c
  static constexpr int kInputs = 3;
  T value;
  TOCHA_HD explicit AddCMul(const double* p) : value(convert<T>(p[0])) {}
  TOCHA_HD T operator()(T a, T b, T c) const { return T(a + value * b * c); }
};
template <class T> struct AddCDiv {  // a + value * b / c
  static constexpr int kInputs = 3;
  T value;
  TOCHA_HD explicit AddCDiv(const double* p) : value(convert<T>(p[0])) {}
  TOCHA_HD T operator()(T a, T b, T c) const { return T(a + divide(T(value * b), c)); }
};

}  // namespace tocha::functors

namespace tocha {

using ArithmeticOps =
    OpList<functors::AddScalar, functors::Add, functors::MulScalar, functors::Mul,
           functors::DivScalar, functors::Div, functors::AddCMul, functors::AddCDiv>;

}  // namespace tocha
