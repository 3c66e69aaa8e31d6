// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/eigen.h"

#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void check_converged(int64_t info) {
  if (info > 0) fail("the iteration does not converge: ", info, " eigenvalues were not found");
}

}  // namespace

void symeig(Tensor& values, Tensor* vectors, const Tensor& a, bool upper) {
  check_square(a, "a");
  check_finite(a, "a");
  Tensor columns = columns_of(a), found(a.dtype(), Shape{a.size(0)}, a.device());
  check_converged(need(a.device(), lapack_of(a).symeig)(found, columns, vectors != nullptr, upper));
  deliver(values, found);
  if (vectors) deliver_columns(*vectors, columns, &a);
}

void eig(Tensor& values, Tensor* vectors, const Tensor& a) {
  check_square(a, "a");
  check_finite(a, "a");
  Tensor matrix = columns_of(a), right = vectors ? columns_of(a) : Tensor(a.dtype(), a.device());
  Tensor parts = columns_of(Tensor(a.dtype(), Shape{a.size(0), 2}, a.device()));
  check_converged(need(a.device(), lapack_of(a).eig)(parts, vectors ? &right : nullptr, matrix));
  deliver(values, contiguous(parts));
  if (vectors) deliver_columns(*vectors, right);
}

}  // namespace tocha
