// SPDX-License-Identifier: BSD-3-Clause
// Order along one dimension: values and their positions (Long, from 1) in it. `dim` counts from 0
// (negative: from the end). Among equal elements the one that comes first counts as the smaller,
// and as the larger where the order is descending; NaN counts as larger than every number. Both
// results are resized; `values` may be the input.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// All elements, in ascending or descending order.
TOCHA_API void sort(Tensor& values, Tensor& indices, const Tensor& in, int64_t dim,
                    bool descending);
/// The `count` smallest (in ascending order) or largest (in descending order).
TOCHA_API void topk(Tensor& values, Tensor& indices, const Tensor& in, int64_t count, int64_t dim,
                    bool largest);
/// The middle one in ascending order, the lower of two; the dimension keeps size 1.
TOCHA_API void median(Tensor& values, Tensor& indices, const Tensor& in, int64_t dim);
/// The most frequent one (the smallest of several) and its last position; size 1 remains.
TOCHA_API void mode(Tensor& values, Tensor& indices, const Tensor& in, int64_t dim);

}  // namespace tocha
