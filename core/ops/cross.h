// SPDX-License-Identifier: BSD-3-Clause
// The vector product.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

inline constexpr int64_t kFirstOfThree = -64;

/// out = a x b for the vectors along `dim` (from 0, negative from the end; kFirstOfThree: the first
/// dimension of size 3). `a` and `b` have equal sizes, 3 in that dimension.
TOCHA_API void cross(Tensor& out, const Tensor& a, const Tensor& b, int64_t dim);

}  // namespace tocha
