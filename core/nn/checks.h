// SPDX-License-Identifier: BSD-3-Clause
// Checks that every layer makes in the same words. Layers validate here, above the devices.
#pragma once

#include "core/ops/pointwise.h"

namespace tocha {

/// The caller's error unless `t` has one of the numbers of dimensions `low` ... `high`.
inline void check_dims(const char* what, const Tensor& t, int low, int high) {
  if (t.dim() >= low && t.dim() <= high) return;
  if (low == high) fail(what, " must have ", low, " dimensions, got ", t);
  fail(what, " must have ", low, " to ", high, " dimensions, got ", t);
}

/// The gradient with respect to an output belongs to it: same type, device and element count.
inline void check_gradient(const Tensor& grad_out, const Tensor& out) {
  if (grad_out.dtype() != out.dtype() || &grad_out.device() != &out.device()) {
    check_same_type(grad_out, out);
  }
  if (grad_out.numel() != out.numel()) {
    fail("gradOutput has sizes ", grad_out.sizes(), ", the output has ", out.sizes());
  }
}

/// Makes `out` a view of the same elements as `in`; like Torch7's `set`, for equal types only.
inline void become(Tensor& out, const Tensor& in) {
  check_same_type(out, in);
  out = in;
}

}  // namespace tocha
