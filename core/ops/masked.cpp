// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/masked.h"

#include "core/device.h"
#include "core/ops/result.h"

namespace tocha {
namespace {

// The mask with the sizes of `t`.
Tensor fitted(const Tensor& mask, const Tensor& t) {
  check_companion(mask, DType::Byte, t, "mask");
  return match_sizes(mask, t);
}

int64_t count_nonzero(const Tensor& t) {
  return need(t.device(), t.device().kernels.count_nonzero)(t);
}

}  // namespace

void masked_fill(Tensor& t, const Tensor& mask, double value) {
  const Tensor chosen = fitted(mask, t);
  if (t.empty()) return;
  check_writable(t);
  need(t.device(), t.device().kernels.masked_fill)(
      t, t.storage() == chosen.storage() ? clone(chosen) : chosen, value);
}

void masked_copy(Tensor& t, const Tensor& mask, const Tensor& source) {
  check_same_type(t, source);
  const Tensor chosen = fitted(mask, t);
  if (t.empty()) return;
  check_writable(t);
  const int64_t count = count_nonzero(chosen);
  if (count > source.numel() && source.numel() != 1) {
    fail("the mask chooses ", count, " elements, the source ", source, " has ", source.numel());
  }
  if (count == 0) return;
  const bool repeats = count > source.numel();
  const Tensor all = repeats ? expand(view(contiguous(source), Shape{1}), Shape{count}) : source;
  const Tensor values = t.storage() == source.storage() ? clone(all) : contiguous(all);
  need(t.device(), t.device().kernels.masked_copy)(
      t, t.storage() == chosen.storage() ? clone(chosen) : chosen, values);
}

void masked_select(Tensor& out, const Tensor& in, const Tensor& mask) {
  check_same_type(out, in);
  if (in.numel() != mask.numel() && mask.dim() > 0) {
    const Shape sizes = broadcast_sizes(in, mask);
    if (sizes != Shape{in.sizes()}) return masked_select(out, expand(in, sizes), mask);
  }
  const Tensor chosen = fitted(mask, in);
  const int64_t count = in.empty() ? 0 : count_nonzero(chosen);
  if (count == 0) {
    out.resize(Shape{});
    return;
  }
  write_apart(out, {&in, &mask}, [&](Tensor& result) {
    prepare_result(result, Shape{count});
    need(in.device(), in.device().kernels.masked_select)(result, in, chosen);
  });
}

void nonzero(Tensor& out, const Tensor& in) {
  check_companion(out, DType::Long, in, "result");
  const int64_t count = in.empty() ? 0 : count_nonzero(in);
  if (count == 0) {
    out.resize(Shape{});
    return;
  }
  write_apart(out, {&in}, [&](Tensor& result) {
    prepare_result(result, Shape{count, in.dim()});
    need(in.device(), in.device().kernels.nonzero)(result, in);
  });
}

}  // namespace tocha
