// SPDX-License-Identifier: BSD-3-Clause
// Walker's alias method: categories drawn from one distribution at two random words each.
// n categories become n equally likely columns; a column is its own category with the probability
// `keep`, else the one it names as its `alias`. The table is built by Vose's stacks ("A linear
// algorithm for generating random numbers with a given distribution", 1991) in Torch7's order, so
// that equal seeds draw equal samples. (Torch7 forgets aliases that name the first category, which
// skews its samples; ours follow the probabilities there.)
#pragma once

#include "core/base/random.h"

namespace tocha {

/// Builds the table of n > 0 probabilities; the aliases count from 1. Probabilities that do not sum
/// to 1 are taken as weights. Fails where one is negative or not finite, or where all are 0.
template <class T>
TOCHA_API void make_alias_table(const T* probabilities, int64_t n, int64_t* alias, T* keep);

/// Draws `samples` categories, counted from 1.
template <class T>
TOCHA_API void draw_from_alias_table(Generator& generator, const int64_t* alias, const T* keep,
                                     int64_t n, int64_t* out, int64_t samples);

}  // namespace tocha
