// SPDX-License-Identifier: BSD-3-Clause
// Slices of a tensor chosen by a list of positions. `dim` counts from 0 (negative: from the end);
// `index` is a Long vector of positions from 1, each of which may occur more than once and is taken
// in order. The caller's error: a position out of range, sizes that do not match.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// out = the slices of `in`; `out` is resized. An empty index gives an empty result.
TOCHA_API void index_select(Tensor& out, const Tensor& in, int64_t dim, const Tensor& index);
/// t's slice index[k] becomes slice k of `source`.
TOCHA_API void index_copy(Tensor& t, int64_t dim, const Tensor& index, const Tensor& source);
/// Slice k of `source` is added to t's slice index[k].
TOCHA_API void index_add(Tensor& t, int64_t dim, const Tensor& index, const Tensor& source);
TOCHA_API void index_fill(Tensor& t, int64_t dim, const Tensor& index, double value);

}  // namespace tocha
