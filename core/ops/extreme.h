// SPDX-License-Identifier: BSD-3-Clause
// The largest and smallest elements, of all or along a dimension (negative: from the end), which
// the results keep with size 1. Of equal elements the first is chosen; NaN comes before everything.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// Of at least one element.
TOCHA_API double max(const Tensor& a);
TOCHA_API double min(const Tensor& a);
/// `indices` (Long) tells where along `dim`, counted from 1. Results may share memory with `a`.
TOCHA_API void max(Tensor& values, Tensor& indices, const Tensor& a, int64_t dim);
TOCHA_API void min(Tensor& values, Tensor& indices, const Tensor& a, int64_t dim);

/// Whether all (any) elements of a Byte tensor, which must have some, are not 0.
TOCHA_API bool all(const Tensor& a);
TOCHA_API bool any(const Tensor& a);

}  // namespace tocha
