// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/scatter.h"

#include "core/device.h"
#include "core/ops/result.h"

namespace tocha {
namespace {

void check_sizes(const Tensor& t, int d, const Tensor& index, const Tensor& source) {
  bool fits = index.dim() == t.dim() && source.dim() == t.dim();
  for (int k = 0; fits && k < t.dim(); ++k) {
    fits = index.size(k) <= source.size(k) && (k == d || index.size(k) <= t.size(k));
  }
  if (!fits) {
    fail("sizes ", index.sizes(), " of the index, ", source.sizes(), " of the source and ",
         t.sizes(), " do not match for dimension ", d + 1);
  }
}

// The elements at the first positions of each dimension.
Tensor corner(const Tensor& t, const Tensor& sizes, int except = -1) {
  Shape cut{sizes.sizes()};
  if (except >= 0) cut[except] = t.size(except);
  Tensor result(t);
  result.set_view(t.offset(), cut, Shape{t.strides()});
  return result;
}

void run(Tensor& t, int d, const Tensor& index, const Tensor& source) {
  check_writable(t);
  const Tensor whole = corner(t, index, d), part = corner(source, index);
  need(t.device(), t.device().kernels.scatter)(whole, d, index, part);
}

}  // namespace

void scatter(Tensor& t, int64_t dim, const Tensor& index, const Tensor& source) {
  check_same_type(t, source);
  check_companion(index, DType::Long, t, "index");
  const int d = check_dim(t, dim);
  if (index.empty()) return;
  check_sizes(t, d, index, source);
  const bool shared = t.storage() == source.storage();
  run(t, d, t.storage() == index.storage() ? clone(index) : index, shared ? clone(source) : source);
}

void scatter(Tensor& t, int64_t dim, const Tensor& index, double value) {
  check_companion(index, DType::Long, t, "index");
  const int d = check_dim(t, dim);
  if (index.empty()) return;
  check_sizes(t, d, index, index);
  run(t, d, t.storage() == index.storage() ? clone(index) : index,
      constant_like(t, value, index.sizes()));
}

}  // namespace tocha
