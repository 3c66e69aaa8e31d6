// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/histogram.h"

#include "core/device.h"
#include "core/ops/result.h"

namespace tocha {
namespace {

void count(Tensor& out, const Tensor& rows, int64_t bins, double low, double high,
           std::span<const int64_t> sizes) {
  check_same_type(out, rows);
  if (!is_floating(rows.dtype())) fail("elements of a floating type are needed, got ", rows);
  if (bins < 1) fail("the number of bins must be at least 1, got ", bins);
  if (!(low <= high)) fail("the lower bound ", low, " is above the upper bound ", high);
  write_apart(out, {&rows}, [&](Tensor& result) {
    prepare_result(result, sizes);
    fill(result, 0);
    if (rows.empty()) return;
    Tensor counts = sizes.size() == 1 ? unsqueeze(result, 0) : result;
    need(rows.device(), rows.device().kernels.histogram)(counts, rows, low, high);
  });
}

}  // namespace

void histc(Tensor& out, const Tensor& in, int64_t bins, double low, double high) {
  if (in.empty() && low == high) fail("the tensor is empty, no bounds can be found in it");
  count(out, in.empty() ? in : view(contiguous(in), Shape{1, in.numel()}), bins, low, high,
        Shape{bins});
}

void bhistc(Tensor& out, const Tensor& in, int64_t bins, double low, double high) {
  if (in.dim() != 1 && in.dim() != 2) fail("a vector or a matrix is needed, got ", in);
  const Tensor rows = in.dim() == 1 ? unsqueeze(in, 0) : in;
  count(out, rows, bins, low, high, Shape{rows.size(0), bins});
}

}  // namespace tocha
