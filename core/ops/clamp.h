// SPDX-License-Identifier: BSD-3-Clause
// Elementwise choices between values. Results are resized; they may be one of the inputs. Tensors
// of one call share type and device and broadcast; numbers are converted to the element type first.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

TOCHA_API void abs(Tensor& out, const Tensor& a);
TOCHA_API void sign(Tensor& out, const Tensor& a);  // -1, 0 or 1
/// a, but at least `low` and at most `high`.
TOCHA_API void clamp(Tensor& out, const Tensor& a, double low, double high);
/// The greater (smaller) of both; the second when one is NaN.
TOCHA_API void cmax(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void cmax(Tensor& out, const Tensor& a, double value);
TOCHA_API void cmin(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void cmin(Tensor& out, const Tensor& a, double value);

}  // namespace tocha
