// SPDX-License-Identifier: BSD-3-Clause
// The k-th smallest element along a dimension.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// values, indices (Long, from 1): the k-th smallest element (k from 1) of each line of `a` along
/// `dim`, and where it stands. That dimension stays, with size 1. NaN counts as the largest.
TOCHA_API void kthvalue(Tensor& values, Tensor& indices, const Tensor& a, int64_t k, int64_t dim);

}  // namespace tocha
