// SPDX-License-Identifier: BSD-3-Clause
// What operators that are not pointwise share in the handling of their results.
#pragma once

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {

/// Gives a result its sizes. The caller's error when its elements share memory (an expanded
/// tensor).
inline void prepare_result(Tensor& out, std::span<const int64_t> sizes) {
  out.resize(sizes);
  check_writable(out);
}

/// Calls `body(result)`: `out` itself, or, when it shares its storage with an input, a fresh tensor
/// that is copied to `out` afterwards. For operators that read elements after others are written.
template <class Body>
void write_apart(Tensor& out, std::initializer_list<const Tensor*> inputs, Body&& body) {
  bool shared = false;
  for (const Tensor* in : inputs)
    shared = shared || (out.storage() && out.storage() == in->storage());
  if (!shared) return body(out);
  Tensor staged(out.dtype(), out.device());
  body(staged);
  out.resize_as(staged);
  copy(out, staged);
}

/// One element of t's type with that value, as a tensor of the given sizes (all strides 0).
inline Tensor constant_like(const Tensor& t, double value, std::span<const int64_t> sizes) {
  Tensor one(t.dtype(), Shape{1}, t.device());
  fill(one, value);
  return expand(one, sizes);
}

/// The caller's error unless `t` has that type and is on the device of `other`.
inline void check_companion(const Tensor& t, DType dtype, const Tensor& other, const char* what) {
  if (t.dtype() != dtype) fail("the ", what, " must be a ", dtype, "Tensor, got ", t);
  if (&t.device() != &other.device()) {
    fail("the ", what, " and the tensor are on different devices: ", t.device(), " and ",
         other.device());
  }
}

}  // namespace tocha
