// SPDX-License-Identifier: BSD-3-Clause
// Distances between the rows of two tensors.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// out[i][j] = gain |a[i] - b[j]|^2, with a[i] and b[j] the parts along the first dimension, seen
/// as vectors: sizes n x ... and m x ... give n x m. Errors: vectors of different length.
TOCHA_API void match(Tensor& out, const Tensor& a, const Tensor& b, double gain);

}  // namespace tocha
