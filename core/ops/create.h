// SPDX-License-Identifier: BSD-3-Clause
// Tensors made from numbers alone. Results are resized; a size below 1 ends the list of sizes.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API void zeros(Tensor& out, std::span<const int64_t> sizes);
TOCHA_API void ones(Tensor& out, std::span<const int64_t> sizes);

/// first, first + step, ... as far as `last`, which is included when it is hit. The caller's error:
/// a step of 0 or away from `last`.
TOCHA_API void range(Tensor& out, double first, double last, double step);

/// `count` equally spaced numbers from `first` to `last`. One number only where both are equal.
TOCHA_API void linspace(Tensor& out, double first, double last, int64_t count);
/// Ten to the power of those numbers.
TOCHA_API void logspace(Tensor& out, double first, double last, int64_t count);

/// A matrix with ones on its diagonal.
TOCHA_API void eye(Tensor& out, int64_t rows, int64_t columns);

}  // namespace tocha
