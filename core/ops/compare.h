// SPDX-License-Identifier: BSD-3-Clause
// Elementwise comparisons. The result holds 0 and 1 and is of type Byte or of the operands' type,
// whichever `out` has; it is resized. Comparisons with NaN are false, but for `ne`.
//
// A number is compared as what it is with integers (3 > 2.5), and rounded to the element type with
// floating point elements (a Float 0.1 equals 0.1), as scripts expect from Torch7.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API void lt(Tensor& out, const Tensor& a, double value);
TOCHA_API void le(Tensor& out, const Tensor& a, double value);
TOCHA_API void gt(Tensor& out, const Tensor& a, double value);
TOCHA_API void ge(Tensor& out, const Tensor& a, double value);
TOCHA_API void eq(Tensor& out, const Tensor& a, double value);
TOCHA_API void ne(Tensor& out, const Tensor& a, double value);

TOCHA_API void lt(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void le(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void gt(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void ge(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void eq(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void ne(Tensor& out, const Tensor& a, const Tensor& b);

/// Whether sizes and all elements of two tensors of one type agree. NaN equals nothing.
TOCHA_API bool equal(const Tensor& a, const Tensor& b);

}  // namespace tocha
