// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/qr.h"

#include "core/ops/diagonal.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

struct Reflectors {
  Tensor columns, tau;
};

Reflectors reflect(const Tensor& a) {
  check_matrix(a, "a");
  Reflectors made{columns_of(a),
                  Tensor(a.dtype(), Shape{std::min(a.size(0), a.size(1))}, a.device())};
  need(a.device(), lapack_of(a).geqrf)(made.columns, made.tau);
  return made;
}

void check_reflectors(const Tensor& m, const Tensor& tau) {
  check_matrix(m, "m");
  check_same_type(m, tau);
  if (tau.dim() != 1 || tau.size(0) > std::min(m.size(0), m.size(1))) {
    fail("tau must be a vector of at most ", std::min(m.size(0), m.size(1)),
         " elements for reflectors of sizes ", m.sizes(), ", got ", tau);
  }
}

}  // namespace

void qr(Tensor& q, Tensor& r, const Tensor& a) {
  const Reflectors made = reflect(a);
  const int64_t k = made.tau.size(0);
  Tensor triangle(a.dtype(), a.device()), columns = columns_of(narrow(made.columns, 1, 0, k));
  triu(triangle, narrow(made.columns, 0, 0, k), 0);
  need(a.device(), lapack_of(a).orgqr)(columns, made.tau);
  deliver_columns(q, columns);
  deliver(r, triangle);
}

void geqrf(Tensor& reflectors, Tensor& tau, const Tensor& a) {
  const Reflectors made = reflect(a);
  deliver_columns(reflectors, made.columns, &a);
  deliver(tau, made.tau);
}

void orgqr(Tensor& q, const Tensor& reflectors, const Tensor& tau) {
  check_reflectors(reflectors, tau);
  Tensor columns = columns_of(reflectors), first = narrow(columns, 1, 0, tau.size(0));
  need(columns.device(), lapack_of(columns).orgqr)(first, contiguous(tau));
  deliver_columns(q, columns, &reflectors);
}

void ormqr(Tensor& out, const Tensor& reflectors, const Tensor& tau, const Tensor& c, bool left,
           bool transposed) {
  check_reflectors(reflectors, tau);
  check_matrix(c, "mat");
  check_same_type(reflectors, c);
  if (reflectors.size(0) != c.size(left ? 0 : 1)) {
    fail("sizes ", reflectors.sizes(), " and ", c.sizes(), " do not match: Q has ",
         reflectors.size(0), left ? " columns, mat " : " rows, mat ", c.size(left ? 0 : 1),
         left ? " rows" : " columns");
  }
  Tensor product = columns_of(c);
  need(c.device(), lapack_of(c).ormqr)(product, columns_of(narrow(reflectors, 1, 0, tau.size(0))),
                                       contiguous(tau), left, transposed);
  deliver_columns(out, product, &c);
}

}  // namespace tocha
