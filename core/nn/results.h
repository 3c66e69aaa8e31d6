// SPDX-License-Identifier: BSD-3-Clause
// The result of a layer as a kernel wants it: contiguous and apart from the inputs.
#pragma once

#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha {

/// Resizes `to`; `tensor()` is `to` itself where a kernel may write it as one block, else a
/// temporary that `finish` copies to it. Inputs must be views of their own, since `to` may be one
/// of the caller's inputs and is resized here.
class Result {
 public:
  Result(Tensor& to, const Shape& sizes, std::initializer_list<const Tensor*> inputs) : to_(to) {
    to.resize(sizes);
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

}  // namespace tocha
