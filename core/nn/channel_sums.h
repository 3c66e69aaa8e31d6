// SPDX-License-Identifier: BSD-3-Clause
// The gradient of a bias that every position of a channel shares.
#pragma once

#include "core/nn/kernels.h"
#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha {

/// to[c] += scale * the sum of channel c of `t`, which is batch x channels x `spatial` more sizes,
/// or a single sample; contiguous. `to` has an element a channel and any strides.
inline void add_channel_sums(Tensor& to, const Tensor& t, int spatial, double scale) {
  const int64_t channels = t.size(t.dim() - spatial - 1);
  check_same_type(to, t);
  if (to.numel() != channels) fail("the gradient ", to, " should have ", channels, " elements");
  const int64_t batch = t.dim() > spatial + 1 ? t.size(0) : 1;
  Tensor sums(t.dtype(), t.device());
  sum(sums, view(t, Shape{batch, channels, -1}), 2);
  Tensor block = contiguous(to);
  need(t.device(), &LayerKernels::add_column_sums)(block, view(sums, Shape{batch, channels}),
                                                   scale);
  if (!to.is_contiguous()) copy(to, block);
}

}  // namespace tocha
