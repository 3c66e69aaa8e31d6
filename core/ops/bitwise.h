// SPDX-License-Identifier: BSD-3-Clause
// Operators on the bits of integer tensors, elementwise; other types are the caller's error, but
// for shifts, which multiply or divide floating point numbers by a power of two. Results are
// resized; they may be one of the inputs. bitwise_functors.h says what a shift by too many bits
// gives.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API void bitand_(Tensor& out, const Tensor& a, double value);
TOCHA_API void bitand_(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void bitor_(Tensor& out, const Tensor& a, double value);
TOCHA_API void bitor_(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void bitxor(Tensor& out, const Tensor& a, double value);
TOCHA_API void bitxor(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void lshift(Tensor& out, const Tensor& a, double bits);
TOCHA_API void lshift(Tensor& out, const Tensor& a, const Tensor& bits);
TOCHA_API void rshift(Tensor& out, const Tensor& a, double bits);
TOCHA_API void rshift(Tensor& out, const Tensor& a, const Tensor& bits);

}  // namespace tocha
