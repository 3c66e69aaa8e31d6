// SPDX-License-Identifier: BSD-3-Clause
// Elementwise powers, for every type (power_functors.h says what integers do). Results are resized;
// they may be one of the inputs.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API void pow(Tensor& out, const Tensor& a, double exponent);
TOCHA_API void pow(Tensor& out, double base, const Tensor& a);
TOCHA_API void cpow(Tensor& out, const Tensor& a, const Tensor& b);

}  // namespace tocha
