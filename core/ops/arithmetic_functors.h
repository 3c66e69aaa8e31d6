// SPDX-License-Identifier: BSD-3-Clause
// Arithmetic operators, shared by every device. Integers wrap and divide as C does; dividing an
// integer by zero gives 0 instead of a signal that would end the process.
#pragma once

#include "core/ops/inputs.h"

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
struct AddScalar : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T a) const { return T(a + this->number); }
};
template <class T>
struct Add : InputsAndNumber<T, 2> {
  using InputsAndNumber<T, 2>::InputsAndNumber;
  TOCHA_HD T operator()(T a, T b) const { return T(a + this->number * b); }
};
template <class T>
struct MulScalar : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T a) const { return T(a * this->number); }
};
template <class T>
struct Mul : Inputs<2> {
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T a, T b) const { return T(a * b); }
};
template <class T>
struct DivScalar : InputsAndNumber<T, 1> {
  using InputsAndNumber<T, 1>::InputsAndNumber;
  TOCHA_HD T operator()(T a) const { return divide(a, this->number); }
};
template <class T>
struct Div : Inputs<2> {
  using Inputs<2>::Inputs;
  TOCHA_HD T operator()(T a, T b) const { return divide(a, b); }
};
template <class T>
struct AddCMul : InputsAndNumber<T, 3> {  // a + number * b * c
  using InputsAndNumber<T, 3>::InputsAndNumber;
  TOCHA_HD T operator()(T a, T b, T c) const { return T(a + this->number * b * c); }
};
template <class T>
struct AddCDiv : InputsAndNumber<T, 3> {  // a + number * b / c
  using InputsAndNumber<T, 3>::InputsAndNumber;
  TOCHA_HD T operator()(T a, T b, T c) const { return T(a + divide(T(this->number * b), c)); }
};

template <class T>
struct Invert : Inputs<1> {  // 1 / a
  using Inputs<1>::Inputs;
  TOCHA_HD T operator()(T a) const { return divide(T(1), a); }
};
template <class T>
struct Lerp : InputsAndNumber<T, 2> {  // from a towards b
  using InputsAndNumber<T, 2>::InputsAndNumber;
  TOCHA_HD T operator()(T a, T b) const { return T(a + this->number * (b - a)); }
};

}  // namespace tocha::functors

namespace tocha {

using ArithmeticOps = OpList<functors::AddScalar, functors::Add, functors::MulScalar, functors::Mul,
                             functors::DivScalar, functors::Div, functors::AddCMul,
                             functors::AddCDiv, functors::Invert, functors::Lerp>;

}  // namespace tocha
