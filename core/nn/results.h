// SPDX-License-Identifier: BSD-3-Clause
// The result of a layer as a kernel wants it: contiguous and apart from the inputs.
#pragma once

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {

/// Resizes `to`; `tensor()` is `to` itself where a kernel may write it as one block, else a
/// temporary that `finish` copies to it. `inputs` are those that the kernel still reads when it has
/// written other elements. They must be views of their own, since `to` may be one of the caller's
/// inputs and is resized here.
class Result {
 public:
  Result(Tensor& to, const Shape& sizes, std::initializer_list<const Tensor*> inputs = {})
      : to_(to) {
    to.resize(sizes);
    if (!to.same_sizes(sizes)) fail("the output size would be ", sizes);
    check_writable(to);
    bool direct = to.is_contiguous();
    for (const Tensor* in : inputs) direct = direct && !meets(*in);
    if (!direct) staged_ = Tensor(to.dtype(), sizes, to.device());
  }
  Tensor& tensor() { return staged_.empty() ? to_ : staged_; }
  void finish() {
    if (!staged_.empty()) copy(to_, staged_);
  }

 private:
  static int64_t end(const Tensor& t) {
    int64_t offset = t.offset() + 1;
    for (int d = 0; d < t.dim(); ++d) offset += (t.size(d) - 1) * t.stride(d);
    return offset;
  }
  bool meets(const Tensor& in) const {
    return in.storage() == to_.storage() && in.storage() && to_.offset() < end(in) &&
           in.offset() < end(to_);
  }

  Tensor& to_;
  Tensor staged_;
};

/// A gradient that is accumulated into.
inline void check_accumulator(const char* name, const Tensor& gradient, const Tensor& in,
                              int64_t count) {
  check_same_type(gradient, in);
  check_writable(gradient);
  if (gradient.numel() == count) return;
  fail(name, " ", gradient.sizes(), " has ", gradient.numel(), " elements, expected ", count);
}

/// A tensor that a kernel adds to as one block: itself, or a copy that `finish` brings back.
class Accumulator {
 public:
  explicit Accumulator(Tensor* to) : to_(to) {
    if (to) block_ = contiguous(*to);
  }
  Tensor* tensor() { return to_ ? &block_ : nullptr; }
  void finish() {
    if (to_ && !to_->is_contiguous()) copy(*to_, block_);
  }

 private:
  Tensor* to_;
  Tensor block_;
};

}  // namespace tocha
