// SPDX-License-Identifier: BSD-3-Clause
// Cumulative sums and products along a dimension (negative: from the end), accumulated in double
// precision, integers as 64-bit ones. Results are resized; they may be the input.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API void cumsum(Tensor& out, const Tensor& a, int64_t dim);
TOCHA_API void cumprod(Tensor& out, const Tensor& a, int64_t dim);

}  // namespace tocha
