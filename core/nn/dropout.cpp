// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/dropout.h"

#include "core/nn/checks.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha {

void dropout(Tensor& out, Tensor& mask, const Tensor& in, double p, bool scaled,
             Generator& generator) {
  if (!(p >= 0 && p < 1)) fail("p must be in [0, 1), got ", p);
  check_same_type(out, in);
  check_same_type(mask, in);
  if (in.empty()) {
    out.resize_as(in);
    mask.resize_as(in);
    return;
  }
  // In place on strided elements: through a dense copy.
  if (out.is_set_to(in) && !in.is_contiguous()) {
    Tensor dense = clone(in);
    dropout(dense, mask, dense, p, scaled, generator);
    return copy(out, dense);
  }
  const Tensor source = contiguous(in);
  if (!out.is_set_to(source)) out.resize_as(source);
  mask.resize_as(source);
  // Rounded to the tensor's type where Torch7 does: the divisor, then the quotient.
  const double keep = 1 - p;
  const double divisor = in.dtype() == DType::Float ? double(float(keep)) : keep;
  need(in.device(), in.device().kernels.dropout)(
      {out, mask, source, keep, scaled ? 1 / divisor : 1.0, generator});
}

}  // namespace tocha
