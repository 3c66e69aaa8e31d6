// SPDX-License-Identifier: BSD-3-Clause
// Indexing by tensors: what t[{i, {}, j}] stands for when i and j are lists of positions or masks.
// It rests on the device's `index` kernel.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// What chooses along a dimension (from 0): a Long tensor of positions, from 1 or, backwards, from
/// -1; or a Byte tensor of the sizes of that dimension and the following ones, a mask.
struct Pick {
  int dim;
  const Tensor& by;
  int named;  // how an error calls the dimension, from 1
};

/// The chosen elements, a new tensor. One list replaces its dimension by its own dimensions. Of
/// several lists the k-th elements belong together: they get common sizes as operands of + do, and
/// these take the place of the first one's dimension, while the dimensions of the others vanish. A
/// mask stands for lists, one a dimension, of the positions where it is set. `picks` are in the
/// order of their dimensions. Nothing chosen gives an empty tensor. The caller's error: a position
/// out of range, sizes that do not fit.
TOCHA_API Tensor pick(const Tensor& in, std::span<const Pick> picks);

/// The chosen elements of `t` become those of `source`, which is converted, and which broadcasts or
/// has as many; of one that is chosen twice the later wins.
TOCHA_API void put(Tensor& t, std::span<const Pick> picks, const Tensor& source);
TOCHA_API void put(Tensor& t, std::span<const Pick> picks, double value);

}  // namespace tocha
