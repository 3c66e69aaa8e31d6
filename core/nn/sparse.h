// SPDX-License-Identifier: BSD-3-Clause
// What layers with sparse inputs share.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// Row to[i] of `out` += values[i] times row from[i] of `in`, for all i. `to` and `from` are Long
/// vectors of positions from 1; `scratch` is a buffer of the type of `in`, used piece by piece.
void add_scaled_rows(Tensor& out, const Tensor& to, const Tensor& in, const Tensor& from,
                     const Tensor& values, Tensor& scratch);

}  // namespace tocha
