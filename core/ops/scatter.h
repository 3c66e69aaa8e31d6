// SPDX-License-Identifier: BSD-3-Clause
// Writing elements to positions along one dimension that a tensor of positions gives.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// For a matrix and dim 0: t[index[i][j]][j] = source[i][j]; likewise for other dims. `index` is a
/// Long tensor of positions from 1 with as many dimensions as `t` and `source`, and in no dimension
/// larger than `source`, nor than `t` but in `dim`. A position that occurs twice in a row of `dim`
/// keeps the later value.
TOCHA_API void scatter(Tensor& t, int64_t dim, const Tensor& index, const Tensor& source);
/// The same with one value for all.
TOCHA_API void scatter(Tensor& t, int64_t dim, const Tensor& index, double value);

}  // namespace tocha
