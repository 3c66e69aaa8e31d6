// SPDX-License-Identifier: BSD-3-Clause
// Random tensors. Elements are drawn in logical order whatever the strides, so a seed gives the
// same numbers to a tensor and to its transpose read in order; the distributions are those of
// core/base/random.h. The real-valued ones need a floating type.
#pragma once

#include "core/base/random.h"
#include "core/tensor/tensor.h"

namespace tocha {

/// Integers that the type can hold, as Torch7 chooses them (core/base/random_fill.h).
TOCHA_API void random(Tensor& out, Generator& generator);
/// Integers of [low, high].
TOCHA_API void random(Tensor& out, Generator& generator, int64_t low, int64_t high);
TOCHA_API void uniform(Tensor& out, Generator& generator, double a, double b);
TOCHA_API void normal(Tensor& out, Generator& generator, double mean, double std);
TOCHA_API void exponential(Tensor& out, Generator& generator, double lambda);
TOCHA_API void cauchy(Tensor& out, Generator& generator, double median, double sigma);
TOCHA_API void log_normal(Tensor& out, Generator& generator, double mean, double std);
TOCHA_API void geometric(Tensor& out, Generator& generator, double p);
/// 1 with probability p, else 0.
TOCHA_API void bernoulli(Tensor& out, Generator& generator, double p);
/// The same with a probability for each element: a float or double tensor of as many elements.
TOCHA_API void bernoulli(Tensor& out, Generator& generator, const Tensor& p);

/// A permutation of 1 ... n.
TOCHA_API void randperm(Tensor& out, Generator& generator, int64_t n);

/// `samples` positions, counted from 1, with probabilities proportional to the vector `p`; for each
/// row where it is a matrix. The sizes are {samples} or {rows, samples}; `out` is of type Long.
TOCHA_API void multinomial(Tensor& out, Generator& generator, const Tensor& p, int64_t samples,
                           bool replacement);

/// Prepares drawing from one distribution many times (core/base/alias_table.h): the table of the
/// vector `p` of type Float or Double. `alias` is of type Long, `keep` of p's type.
TOCHA_API void multinomial_alias_setup(Tensor& alias, Tensor& keep, const Tensor& p);
/// Fills `out`, of type Long, with positions counted from 1, drawn with replacement.
TOCHA_API void multinomial_alias(Tensor& out, Generator& generator, const Tensor& alias,
                                 const Tensor& keep);

}  // namespace tocha
