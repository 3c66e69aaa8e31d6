// SPDX-License-Identifier: BSD-3-Clause
// Dropout in training: each element is dropped with probability p. The mask is kept for the
// backward pass, which is a product with it. Float and Double; inputs of any strides.
#pragma once

#include "core/base/random.h"
#include "core/tensor/tensor.h"

namespace tocha {

/// What the device's kernels get: contiguous tensors of equal sizes, except that `in` may be `out`.
struct DropoutCall {
  Tensor& out;
  Tensor& mask;
  const Tensor& in;
  double keep;  // the probability to keep an element
  double kept;  // the mask's value there
  Generator& generator;
};

/// mask = 1 with probability 1 - p (1 / (1 - p) with `scaled`), else 0, drawn in logical order as
/// `bernoulli` does; out = in mask. `out` may be `in`.
TOCHA_API void dropout(Tensor& out, Tensor& mask, const Tensor& in, double p, bool scaled,
                       Generator& generator);

}  // namespace tocha
