// SPDX-License-Identifier: BSD-3-Clause
// Elements chosen by a mask: a Byte tensor of the tensor's element count (sizes may differ), in
// which an element that is not 0 chooses the one in the same place of the row-major order.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API void masked_fill(Tensor& t, const Tensor& mask, double value);
/// The chosen elements are replaced, in order, by the first ones of `source`, which may hold more
/// than are needed; too few are the caller's error.
TOCHA_API void masked_copy(Tensor& t, const Tensor& mask, const Tensor& source);
/// out = the chosen elements as a vector; empty when none is chosen.
TOCHA_API void masked_select(Tensor& out, const Tensor& in, const Tensor& mask);

/// out (Long) = one row for each element of `in` that is not 0: its position in each dimension,
/// from
/// 1. Empty when there is none.
TOCHA_API void nonzero(Tensor& out, const Tensor& in);

}  // namespace tocha
