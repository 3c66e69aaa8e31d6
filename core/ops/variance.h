// SPDX-License-Identifier: BSD-3-Clause
// Variances and standard deviations of floating point tensors: of all elements, or along a
// dimension (negative: from the end), which the result keeps with size 1. The squares are divided
// by n - 1 or, when `biased`, by n; one element without bias gives NaN.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API double var(const Tensor& a, bool biased);
TOCHA_API void var(Tensor& out, const Tensor& a, int64_t dim, bool biased);
TOCHA_API double standard_deviation(const Tensor& a, bool biased);
TOCHA_API void standard_deviation(Tensor& out, const Tensor& a, int64_t dim, bool biased);

}  // namespace tocha
