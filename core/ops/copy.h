// SPDX-License-Identifier: BSD-3-Clause
// Moving elements: copies between types, layouts and devices, and fills.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// Writes the elements of `in` to `out` in order, converting as a C cast does. The element counts
/// must agree, or `in` must broadcast to the sizes of `out`. Any two devices.
TOCHA_API void copy(Tensor& out, const Tensor& in);

/// Sets every element of `t` to `value`.
TOCHA_API void fill(Tensor& t, double value);

}  // namespace tocha
