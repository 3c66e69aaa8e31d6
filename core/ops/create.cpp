// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/create.h"

#include <cmath>

#include "core/device.h"
#include "core/ops/result.h"

namespace tocha {
namespace {

// As in Torch7 a result of as many elements keeps its shape.
void run(Tensor& out, int64_t count, const Sequence& sequence) {
  const auto kernel = need(out.device(), out.device().kernels.sequence);
  if (out.numel() != count) out.resize(Shape{count});
  check_writable(out);
  if (out.dim() == 1) return kernel(out, sequence);
  Tensor row = out.is_contiguous() ? view(out, Shape{count})
                                   : Tensor(out.dtype(), Shape{count}, out.device());
  kernel(row, sequence);
  if (!out.is_contiguous()) copy(out, view(row, out.sizes()));
}

void spaced(Tensor& out, double first, double last, int64_t count, bool powers) {
  if (count < 1) fail("the count must be at least 1, got ", count);
  if (count == 1 && first != last) fail("one number cannot be both ", first, " and ", last);
  run(out, count, {first, last - first, double(std::max<int64_t>(count - 1, 1)), powers});
}

}  // namespace

void zeros(Tensor& out, std::span<const int64_t> sizes) {
  out.resize(sizes);
  fill(out, 0);
}

void ones(Tensor& out, std::span<const int64_t> sizes) {
  out.resize(sizes);
  fill(out, 1);
}

void range(Tensor& out, double first, double last, double step) {
  if (step == 0) fail("the step must not be 0");
  // The sum before the cut, as in Torch7: 1 makes up for a quotient just below a whole number.
  const double count = std::floor((last - first) / step + 1);
  if (!(count >= 1)) fail("a step of ", step, " does not lead from ", first, " to ", last);
  if (count > 9e15) fail("a range from ", first, " to ", last, " by ", step, " is too long");
  run(out, int64_t(count), {first, step, 1, false});
}

void linspace(Tensor& out, double first, double last, int64_t count) {
  spaced(out, first, last, count, false);
}

void logspace(Tensor& out, double first, double last, int64_t count) {
  spaced(out, first, last, count, true);
}

void eye(Tensor& out, int64_t rows, int64_t columns) {
  if (rows < 1 || columns < 1) fail("sizes must be at least 1, got ", rows, " and ", columns);
  prepare_result(out, Shape{rows, columns});
  fill(out, 0);
  Tensor diagonal = out;
  diagonal.set_view(out.offset(), Shape{std::min(rows, columns)},
                    Shape{out.stride(0) + out.stride(1)});
  fill(diagonal, 1);
}

}  // namespace tocha
