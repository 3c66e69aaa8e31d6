// SPDX-License-Identifier: BSD-3-Clause
// Elementwise arithmetic: out = f(inputs). Results are resized; they may be one of the inputs.
// Tensors of one call share type and device and broadcast; a wrong combination is the caller's
// error. Scalars are converted to the element type first, as in Torch7.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API void add(Tensor& out, const Tensor& a, double value);
TOCHA_API void add(Tensor& out, const Tensor& a, double alpha, const Tensor& b);  // a + alpha b
TOCHA_API void mul(Tensor& out, const Tensor& a, double value);
TOCHA_API void mul(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void div(Tensor& out, const Tensor& a, double value);
TOCHA_API void div(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void addcmul(Tensor& out, const Tensor& a, double value, const Tensor& b,
                       const Tensor& c);  // a + value b c
TOCHA_API void addcdiv(Tensor& out, const Tensor& a, double value, const Tensor& b,
                       const Tensor& c);            // a + value b / c
TOCHA_API void neg(Tensor& out, const Tensor& a);   // -a
TOCHA_API void cinv(Tensor& out, const Tensor& a);  // 1 / a; floating point types only
/// a + weight (b - a); floating point types only.
TOCHA_API void lerp(Tensor& out, const Tensor& a, const Tensor& b, double weight);

}  // namespace tocha
