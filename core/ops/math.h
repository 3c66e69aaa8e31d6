// SPDX-License-Identifier: BSD-3-Clause
// Functions of one real number, elementwise, for floating point tensors; integers are the caller's
// error. Results are resized; they may be the input. Outside a function's domain lies NaN, as in C.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API void exp(Tensor& out, const Tensor& a);
TOCHA_API void log(Tensor& out, const Tensor& a);
TOCHA_API void log1p(Tensor& out, const Tensor& a);  // log(1 + a)
TOCHA_API void sqrt(Tensor& out, const Tensor& a);
TOCHA_API void rsqrt(Tensor& out, const Tensor& a);  // 1 / sqrt(a)
TOCHA_API void sin(Tensor& out, const Tensor& a);
TOCHA_API void cos(Tensor& out, const Tensor& a);
TOCHA_API void tan(Tensor& out, const Tensor& a);
TOCHA_API void asin(Tensor& out, const Tensor& a);
TOCHA_API void acos(Tensor& out, const Tensor& a);
TOCHA_API void atan(Tensor& out, const Tensor& a);
TOCHA_API void sinh(Tensor& out, const Tensor& a);
TOCHA_API void cosh(Tensor& out, const Tensor& a);
TOCHA_API void tanh(Tensor& out, const Tensor& a);
TOCHA_API void sigmoid(Tensor& out, const Tensor& a);  // 1 / (1 + exp(-a))
TOCHA_API void floor(Tensor& out, const Tensor& a);
TOCHA_API void ceil(Tensor& out, const Tensor& a);
TOCHA_API void round(Tensor& out, const Tensor& a);  // halves away from zero
TOCHA_API void trunc(Tensor& out, const Tensor& a);
TOCHA_API void frac(Tensor& out, const Tensor& a);  // a - trunc(a)
/// The angle of the point (x, y) in radians, -pi to pi.
TOCHA_API void atan2(Tensor& out, const Tensor& y, const Tensor& x);

}  // namespace tocha
