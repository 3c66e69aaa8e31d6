// SPDX-License-Identifier: BSD-3-Clause
// Elementwise remainders of a / b: `fmod` takes the sign of a (C), `remainder` that of b (Lua's %).
// Results are resized; they may be one of the inputs. Divisions by zero: modulo_functors.h.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API void fmod(Tensor& out, const Tensor& a, double divisor);
TOCHA_API void fmod(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void remainder(Tensor& out, const Tensor& a, double divisor);
TOCHA_API void remainder(Tensor& out, const Tensor& a, const Tensor& b);

}  // namespace tocha
