// SPDX-License-Identifier: BSD-3-Clause
// Enlarging images by whole factors. Made of copies and sums of views, so it runs on every device.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// Repeats each pixel scale x scale times: planes x h x w (or a batch of them) becomes
/// planes x (h scale) x (w scale).
TOCHA_API void upsample_nearest(Tensor& out, const Tensor& in, int64_t scale);
/// Sums the gradient over each pixel's copies.
TOCHA_API void upsample_nearest_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                         int64_t scale);

}  // namespace tocha
