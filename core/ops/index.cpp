// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/index.h"

#include "core/device.h"
#include "core/ops/result.h"

namespace tocha {
namespace {

// The positions, one behind the other.
Tensor positions(const Tensor& t, const Tensor& index) {
  check_companion(index, DType::Long, t, "index");
  if (index.dim() > 1) fail("the index must be a vector, got ", index);
  return index.storage() == t.storage() ? clone(index) : contiguous(index);
}

Shape part_sizes(const Tensor& t, int d, const Tensor& list) {
  Shape sizes{t.sizes()};
  sizes[d] = list.numel();
  return sizes;
}

void run(IndexMode mode, const Tensor& t, const Tensor& part, int d, const Tensor& list) {
  need(t.device(), t.device().kernels.index)(mode, t, part, d, list);
}

void write(IndexMode mode, Tensor& t, int64_t dim, const Tensor& index, const Tensor& source) {
  check_same_type(t, source);
  const int d = check_dim(t, dim);
  const Tensor list = positions(t, index);
  if (list.empty() && source.empty()) return;
  const Shape sizes = part_sizes(t, d, list);
  Tensor part = source;
  if (!source.same_sizes(sizes)) {
    // As in Torch7 slices may differ in shape where their elements agree in number.
    const bool fits =
        d == 0 && !source.empty() && source.size(0) == sizes[0] && source.numel() == sizes.numel();
    if (!fits) fail("sizes ", source.sizes(), " of the source and ", sizes, " do not match");
    part = view(contiguous(source), sizes);
  }
  check_writable(t);
  run(mode, t, overlaps(t, part) || t.is_set_to(part) ? clone(part) : part, d, list);
}

}  // namespace

void index_select(Tensor& out, const Tensor& in, int64_t dim, const Tensor& index) {
  check_same_type(out, in);
  const int d = check_dim(in, dim);
  const Tensor list = positions(in, index);
  if (list.empty()) {
    out.resize(Shape{});
    return;
  }
  write_apart(out, {&in, &list}, [&](Tensor& result) {
    prepare_result(result, part_sizes(in, d, list));
    run(IndexMode::Select, in, result, d, list);
  });
}

void index_copy(Tensor& t, int64_t dim, const Tensor& index, const Tensor& source) {
  write(IndexMode::Copy, t, dim, index, source);
}

void index_add(Tensor& t, int64_t dim, const Tensor& index, const Tensor& source) {
  write(IndexMode::Add, t, dim, index, source);
}

void index_fill(Tensor& t, int64_t dim, const Tensor& index, double value) {
  const int d = check_dim(t, dim);
  const Tensor list = positions(t, index);
  if (list.empty()) return;
  check_writable(t);
  run(IndexMode::Copy, t, constant_like(t, value, part_sizes(t, d, list)), d, list);
}

}  // namespace tocha
