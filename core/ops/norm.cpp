// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/norm.h"

#include "core/ops/arithmetic.h"
#include "core/ops/compare.h"
#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduction.h"
#include "core/tensor/views.h"

namespace tocha {

double norm(const Tensor& a, double p) {
  check_floating(a);
  return a.empty() ? 0 : reduce_all(a, {&Kernels::norm, 0, p});
}
void norm(Tensor& out, const Tensor& a, double p, int64_t dim) {
  check_floating(a);
  reduce_dim(out, nullptr, a, dim, {&Kernels::norm, 0, p});
}

double dist(const Tensor& a, const Tensor& b, double p) {
  check_floating(a);
  Tensor difference(a.dtype(), a.device());
  add(difference, a, -1, b);
  return norm(difference, p);
}

void renorm(Tensor& out, const Tensor& a, double p, int64_t dim, double max_norm) {
  check_floating(a);
  check_same_type(out, a);
  const int d = check_dim(a, dim);
  if (a.dim() < 2) fail("two dimensions are needed, got ", a);
  if (!(p > 0)) fail("the norm's exponent must be above 0, got ", p);

  // The slices as the rows of a matrix, their norms n as a column; factor = 1 or max / (n + 1e-7).
  const Tensor slices = contiguous(transpose(a, 0, d));
  const int64_t rows = slices.size(0);
  Tensor n(a.dtype(), a.device()), above(a.dtype(), a.device());
  norm(n, view(slices, Shape{rows, -1}), p, 1);
  gt(above, n, max_norm);
  // The divisor of max: n + 1e-7 above it, else max itself. (1 + a difference would lose the digits
  // of small factors.)
  Tensor rest(a.dtype(), a.device());
  mul(rest, above, -max_norm);
  add(rest, rest, max_norm);
  add(n, n, 1e-7);
  mul(n, n, above);
  add(n, n, 1, rest);
  fill(above, max_norm);
  div(n, above, n);

  Shape sizes;  // the factors broadcast along every dimension but d
  for (int i = 0; i < a.dim(); ++i) sizes.push_back(i == d ? rows : 1);
  mul(out, a, view(n, sizes));
}

}  // namespace tocha
