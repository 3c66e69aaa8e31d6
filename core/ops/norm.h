// SPDX-License-Identifier: BSD-3-Clause
// Norms of floating point tensors: the p-th root of the sum of |x|^p; p = 0 counts the elements
// that are not 0, p = infinity gives the largest magnitude.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API double norm(const Tensor& a, double p);
/// Along a dimension (negative: from the end), which the result keeps with size 1.
TOCHA_API void norm(Tensor& out, const Tensor& a, double p, int64_t dim);

/// The norm of a - b, which are of one type and agree in count.
TOCHA_API double dist(const Tensor& a, const Tensor& b, double p);

/// `a` (two dimensions or more), each slice a[i] along `dim` scaled down to a norm of at most
/// `max_norm` where it is greater; p is above 0. `out` may be `a`.
TOCHA_API void renorm(Tensor& out, const Tensor& a, double p, int64_t dim, double max_norm);

}  // namespace tocha
