// SPDX-License-Identifier: BSD-3-Clause
// Layers that draw random numbers in training, beside Dropout: whole planes dropped, noise added,
// random slopes. Draws come in Torch7's order.
#pragma once

#include "core/base/random.h"
#include "core/tensor/tensor.h"

namespace tocha {

/// noise = one number for each of the planes of `in`, 1 with probability 1 - p, else 0; out = in
/// noise. Planes have `plane_dims` dimensions; before them come features, before these a batch or
/// nothing.
TOCHA_API void plane_dropout(Tensor& out, Tensor& noise, const Tensor& in, int plane_dims, double p,
                             Generator& generator);

/// noise = 1 where in > 0, else a number drawn from [lower, upper]; out = in noise (Xu et al.,
/// arXiv:1505.00853). `out` may be `in`.
TOCHA_API void randomized_relu(Tensor& out, Tensor& noise, const Tensor& in, double lower,
                               double upper, Generator& generator);

}  // namespace tocha
