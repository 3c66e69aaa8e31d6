// SPDX-License-Identifier: BSD-3-Clause
// Sums, products and means: of all elements, or along a dimension (negative: from the end), which
// the result keeps with size 1. Floating point elements are added in double precision, integers as
// 64-bit ones. Results are resized; they may be the input.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API double sum(const Tensor& a);
TOCHA_API void sum(Tensor& out, const Tensor& a, int64_t dim);
TOCHA_API double prod(const Tensor& a);  // 1 for no elements
TOCHA_API void prod(Tensor& out, const Tensor& a, int64_t dim);
/// Floating point types only.
TOCHA_API double mean(const Tensor& a);
TOCHA_API void mean(Tensor& out, const Tensor& a, int64_t dim);
/// The sum of a matrix's diagonal.
TOCHA_API double trace(const Tensor& a);

}  // namespace tocha
