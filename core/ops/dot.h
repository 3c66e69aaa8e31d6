// SPDX-License-Identifier: BSD-3-Clause
// The dot product of two tensors of one type and equal count, taken as vectors. Floating point
// products are added in double precision, integers as 64-bit ones; no elements give 0.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API double dot(const Tensor& a, const Tensor& b);

}  // namespace tocha
