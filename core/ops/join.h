// SPDX-License-Identifier: BSD-3-Clause
// Joining tensors.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

inline constexpr int64_t kLastDim = -1;

/// The inputs one after the other along `dim` (from 0; negative: from the end of the input
/// that has the most). Inputs of fewer dimensions get dimensions of size 1 at the end, also beyond
/// those of any input; empty ones are skipped. The caller's error: other sizes that differ, types
/// or devices that do.
TOCHA_API void cat(Tensor& out, std::span<const Tensor* const> inputs, int64_t dim);

}  // namespace tocha
