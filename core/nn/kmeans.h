// SPDX-License-Identifier: BSD-3-Clause
// Online k-means: samples (rows) are given to the nearest of k centers.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// nearest (Long, one for each row of `in`, from 1) = the center that is closest; `distances` = the
/// square of the distance to it. `in` is batch x dim, `centers` k x dim.
TOCHA_API void nearest_centers(Tensor& nearest, Tensor& distances, const Tensor& in,
                               const Tensor& centers);

/// gradient += scale * (center - the mean of its samples) for each center that has samples; counts
/// (one number for each center) = how many it has.
TOCHA_API void add_center_gradients(Tensor& gradient, Tensor& counts, const Tensor& in,
                                    const Tensor& centers, const Tensor& nearest, double scale);

}  // namespace tocha
