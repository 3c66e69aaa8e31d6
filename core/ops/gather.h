// SPDX-License-Identifier: BSD-3-Clause
// Picking elements along a dimension.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// out[i][j][k] = a[i][index[i][j][k]][k] (for dim 1 of three): out gets the sizes of `index`, a
/// Long tensor of positions from 1 whose other sizes are a's. A position out of range is the
/// caller's error.
TOCHA_API void gather(Tensor& out, const Tensor& a, int64_t dim, const Tensor& index);

}  // namespace tocha
