// SPDX-License-Identifier: BSD-3-Clause
// A learned tensor added to, or multiplied with, the input elementwise. It fits an input of as many
// elements; of as many dimensions, where sizes of 1 are repeated; a batch, each sample of which has
// as many elements; and everything if it has one element.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// The parameter under the sizes of `in`, repeated (stride 0) as said above; the caller's error if
/// it does not fit.
TOCHA_API Tensor spread(const Tensor& parameter, const Tensor& in);

/// parameter += scale * the sum of those elements of `t` over which `spread` repeats it.
TOCHA_API void add_gathered(Tensor& parameter, double scale, const Tensor& t);

}  // namespace tocha
