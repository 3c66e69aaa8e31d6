// SPDX-License-Identifier: BSD-3-Clause
// Histograms: how many elements fall into each of `bins` intervals of equal width from `low` to
// `high` (the highest belongs to the last one); others are not counted. Where low equals high they
// are the smallest and the largest element, widened by 1 if those are equal. Floating types only.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// Of all elements: out has `bins` elements.
TOCHA_API void histc(Tensor& out, const Tensor& in, int64_t bins, double low, double high);
/// Of each row of a matrix (a vector is one row): out has a row for each.
TOCHA_API void bhistc(Tensor& out, const Tensor& in, int64_t bins, double low, double high);

}  // namespace tocha
