// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/join.h"

#include "core/ops/result.h"

namespace tocha {
namespace {

Tensor with_dims(const Tensor& t, int dims) {
  Shape sizes{t.sizes()}, strides{t.strides()};
  while (sizes.size() < dims) {
    sizes.push_back(1);
    strides.push_back(1);
  }
  Tensor result(t);
  result.set_view(t.offset(), sizes, strides);
  return result;
}

// The sizes of the whole; `d` becomes the dimension that grows.
Shape joined_sizes(std::span<const Tensor* const> inputs, int64_t dim, int& d) {
  int dims = 0;
  for (const Tensor* in : inputs) dims = std::max(dims, in->dim());
  if (dims == 0) return Shape{};
  if (dim < -dims || dim >= kMaxDims) {
    fail("dimension ", dim < 0 ? dim : dim + 1, " is out of range for ", dims, " dimensions");
  }
  d = int(dim < 0 ? dim + dims : dim);
  dims = std::max(dims, d + 1);

  const Tensor* first = nullptr;
  Shape sizes;
  for (const Tensor* in : inputs) {
    if (in->empty()) continue;
    if (!first) {
      first = in;
      sizes = Shape{with_dims(*in, dims).sizes()};
      continue;
    }
    for (int k = 0; k < dims; ++k) {
      const int64_t size = k < in->dim() ? in->size(k) : 1;
      if (k == d) {
        sizes[k] += size;
      } else if (size != sizes[k]) {
        fail("sizes ", first->sizes(), " and ", in->sizes(),
             " do not match for joining along "
             "dimension ",
             d + 1);
      }
    }
  }
  return sizes;
}

}  // namespace

void cat(Tensor& out, std::span<const Tensor* const> inputs, int64_t dim) {
  if (inputs.empty()) fail("a list of at least one tensor is needed");
  bool shared = false;
  for (const Tensor* in : inputs) {
    check_same_type(out, *in);
    shared = shared || (out.storage() && out.storage() == in->storage());
  }
  int d = 0;
  const Shape sizes = joined_sizes(inputs, dim, d);
  Tensor staged(out.dtype(), out.device());
  Tensor& result = shared ? staged : out;
  prepare_result(result, sizes);
  int64_t at = 0;
  for (const Tensor* in : inputs) {
    if (in->empty()) continue;
    const Tensor source = with_dims(*in, sizes.size());
    Tensor part = narrow(result, d, at, source.size(d));
    copy(part, source);
    at += source.size(d);
  }
  if (shared) {
    out.resize_as(staged);
    copy(out, staged);
  }
}

}  // namespace tocha
