// SPDX-License-Identifier: BSD-3-Clause
// Arithmetic operators, shared by every device. Integers wrap and divide as C does; dividing an
// integer by zero gives 0 instead of a signal that would end the process.
#pragma once

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

template <class T>
struct Binary {
  static constexpr int kInputs = 2;
  TOCHA_HD explicit Binary(const double*) {}
};
template <class T>
struct Scalar {  // one tensor, one number
  static constexpr int kInputs = 1;
  T value;
  TOCHA_HD explicit Scalar(const double* p) : value(convert<T>(p[0])) {}
};
template <class T>
struct Scaled {  // two tensors, the second scaled
  static constexpr int kInputs = 2;
  T alpha;
  TOCHA_HD explicit Scaled(const double* p) : alpha(convert<T>(p[0])) {}
};

template <class T>
struct AddScalar : Scalar<T> {
  using Scalar<T>::Scalar;
  TOCHA_HD T operator()(T a) const { return T(a + this->value); }
};
template <class T>
struct Add : Scaled<T> {
  using Scaled<T>::Scaled;
  TOCHA_HD T operator()(T a, T b) const { return T(a + this->alpha * b); }
};
template <class T>
struct MulScalar : Scalar<T> {
  using Scalar<T>::Scalar;
  TOCHA_HD T operator()(T a) const { return T(a * this->value); }
};
template <class T>
struct Mul : Binary<T> {
  using Binary<T>::Binary;
  TOCHA_HD T operator()(T a, T b) const { return T(a * b); }
};
template <class T>
struct DivScalar : Scalar<T> {
  using Scalar<T>::Scalar;
  TOCHA_HD T operator()(T a) const { return divide(a, this->value); }
};
template <class T>
struct Div : Binary<T> {
  using Binary<T>::Binary;
  TOCHA_HD T operator()(T a, T b) const { return divide(a, b); }
};
template <class T>
struct AddCMul {  // a + value * b * c
  static constexpr int kInputs = 3;
  T value;
  TOCHA_HD explicit AddCMul(const double* p) : value(convert<T>(p[0])) {}
  TOCHA_HD T operator()(T a, T b, T c) const { return T(a + value * b * c); }
};
template <class T>
struct AddCDiv {  // a + value * b / c
  static constexpr int kInputs = 3;
  T value;
  TOCHA_HD explicit AddCDiv(const double* p) : value(convert<T>(p[0])) {}
  TOCHA_HD T operator()(T a, T b, T c) const { return T(a + divide(T(value * b), c)); }
};

template <class T>
struct Invert {  // 1 / a
  static constexpr int kInputs = 1;
  TOCHA_HD explicit Invert(const double*) {}
  TOCHA_HD T operator()(T a) const { return divide(T(1), a); }
};
template <class T>
struct Lerp {  // from a towards b
  static constexpr int kInputs = 2;
  T weight;
  TOCHA_HD explicit Lerp(const double* p) : weight(convert<T>(p[0])) {}
  TOCHA_HD T operator()(T a, T b) const { return T(a + weight * (b - a)); }
};

}  // namespace tocha::functors

namespace tocha {

using ArithmeticOps = OpList<functors::AddScalar, functors::Add, functors::MulScalar, functors::Mul,
                             functors::DivScalar, functors::Div, functors::AddCMul,
                             functors::AddCDiv, functors::Invert, functors::Lerp>;

}  // namespace tocha
