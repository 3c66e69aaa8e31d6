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

/// A contiguous copy of `in` under other sizes of the same element count. `in` may be `out`.
TOCHA_API void reshape(Tensor& out, const Tensor& in, std::span<const int64_t> sizes);

/// `in` repeated times[d] times along each dimension; more numbers than `in` has dimensions make
/// new ones in front. `in` may be `out`.
TOCHA_API void repeat(Tensor& out, const Tensor& in, std::span<const int64_t> times);

}  // namespace tocha
