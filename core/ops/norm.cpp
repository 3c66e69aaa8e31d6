// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/norm.h"

#include <cmath>

#include "core/ops/arithmetic.h"
#include "core/ops/compare.h"
#include "core/ops/extreme.h"
#include "core/ops/masked.h"
#include "core/ops/reduction.h"
#include "core/ops/result.h"

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
  const double distance = norm(difference, p);
  // A difference may be beyond its type although the distance, a double, is not.
  if (std::isfinite(distance) || a.dtype() == DType::Double) return distance;
  return dist(to(a, DType::Double, a.device()), to(b, DType::Double, b.device()), p);
}

namespace {

// Of each row, as doubles; those of floats may be beyond floats.
Tensor row_norms(const Tensor& rows, double p) {
  Tensor n(rows.dtype(), rows.device());
  norm(n, rows, p, 1);
  if (rows.dtype() == DType::Double || std::isfinite(max(n)))
    return to(n, DType::Double, n.device());
  return row_norms(to(rows, DType::Double, rows.device()), p);
}

}  // namespace

void renorm(Tensor& out, const Tensor& a, double p, int64_t dim, double max_norm) {
  check_floating(a);
  check_same_type(out, a);
  const int d = check_dim(a, dim);
  if (a.dim() < 2) fail("two dimensions are needed, got ", a);
  if (!(p > 0)) fail("the norm's exponent must be above 0, got ", p);

  // The slices as the rows of a matrix; their factors are max / (norm + 1e-7) above max, else 1.
  const Tensor slices = contiguous(transpose(a, 0, d));
  const int64_t rows = slices.size(0);
  Tensor factors = row_norms(view(slices, Shape{rows, -1}), p);
  Tensor above(DType::Byte, a.device());
  gt(above, factors, max_norm);
  add(factors, factors, 1e-7);
  div(factors, constant_like(factors, max_norm, factors.sizes()), factors);
  eq(above, above, 0);
  masked_fill(factors, above, 1);

  Shape sizes;  // the factors broadcast along every dimension but d
  for (int i = 0; i < a.dim(); ++i) sizes.push_back(i == d ? rows : 1);
  mul(out, a, view(to(factors, a.dtype(), a.device()), sizes));
}

}  // namespace tocha
