// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/scan.h"

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void scan(Tensor& out, const Tensor& a, int64_t dim, ScanOp op) {
  const int d = check_dim(a, dim);
  check_same_type(out, a);
  const Tensor source = a;
  out.resize_as(source);
  check_writable(out);
  auto run = need(source.device(), source.device().kernels.scan);
  if (!overlaps(out, source)) return run(op, out, source, d);
  Tensor staged(out.dtype(), out.device());
  staged.resize_as(out);
  run(op, staged, source, d);
  copy(out, staged);
}

}  // namespace

void cumsum(Tensor& out, const Tensor& a, int64_t dim) { scan(out, a, dim, ScanOp::Sum); }
void cumprod(Tensor& out, const Tensor& a, int64_t dim) { scan(out, a, dim, ScanOp::Product); }

}  // namespace tocha
