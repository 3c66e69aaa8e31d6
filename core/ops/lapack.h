// SPDX-License-Identifier: BSD-3-Clause
// What a device provides for linear systems and factorizations, and what the operators built on it
// (solve, cholesky, eigen, svd, qr) share.
//
// The kernels are LAPACK's routines. As there, matrices are stored by columns: every matrix below
// has strides (1, rows), belongs to the call and is worked on in place; vectors are contiguous. All
// are Float or Double and have the sizes that LAPACK's manual asks for. An int64_t that is returned
// is LAPACK's `info`: 0, or what the routine met at that position.
#pragma once

#include <string_view>

#include "core/device.h"

namespace tocha {

/// Which triangle of `a` counts, whether a or its transpose, whether its diagonal is taken as ones.
struct Triangular {
  bool upper = true, transposed = false, unit = false;
};

struct LapackKernels {
  // b becomes the solution of a x = b. gesv: a becomes L and U; gels: b has max(rows, columns)
  // rows, the solution and below it what remains.
  int64_t (*gesv)(Tensor& b, Tensor& a) = nullptr;
  int64_t (*trtrs)(Tensor& b, const Tensor& a, const Triangular&) = nullptr;
  int64_t (*gels)(Tensor& b, Tensor& a) = nullptr;
  int64_t (*inverse)(Tensor& a) = nullptr;
  // Cholesky. Only one triangle is read and written. pstrf: Int pivots, the rank.
  int64_t (*potrf)(Tensor& a, bool upper) = nullptr;
  int64_t (*potrs)(Tensor& b, const Tensor& factor, bool upper) = nullptr;
  int64_t (*potri)(Tensor& factor, bool upper) = nullptr;
  int64_t (*pstrf)(Tensor& a, Tensor& pivots, int64_t& rank, bool upper, double tol) = nullptr;
  // symeig: a becomes the eigenvectors. eig: values is a matrix of m rows with the real and the
  // imaginary parts; vectors may be null.
  int64_t (*symeig)(Tensor& values, Tensor& a, bool vectors, bool upper) = nullptr;
  int64_t (*eig)(Tensor& values, Tensor* vectors, Tensor& a) = nullptr;
  // a = u diag(s) vt
  int64_t (*svd)(Tensor& u, Tensor& s, Tensor& vt, Tensor& a) = nullptr;
  // Reflectors (below the diagonal, with factors tau), and what is made of them: q in their place,
  // and c multiplied by Q from the left or the right.
  void (*geqrf)(Tensor& a, Tensor& tau) = nullptr;
  void (*orgqr)(Tensor& q, const Tensor& tau) = nullptr;
  void (*ormqr)(Tensor& c, const Tensor& reflectors, const Tensor& tau, bool left,
                bool transposed) = nullptr;
};

/// The entries of t's device, or the error that it has none.
inline const LapackKernels& lapack_of(const Tensor& t) {
  return *need(t.device(), t.device().kernels.lapack);
}

/// A copy of the matrix `m` stored by columns, of `rows` rows if that is more: those are zero.
Tensor columns_of(const Tensor& m, int64_t rows = 0);

/// Hands a matrix stored by columns to the caller's result. It keeps its strides if its sizes fit
/// and it is not contiguous, so that views are written where they are, or is the operand itself;
/// otherwise it is stored by columns too, as Torch7 documents.
void deliver_columns(Tensor& out, const Tensor& columns, const Tensor* operand = nullptr);
/// The same for results that are stored as usual.
void deliver(Tensor& out, const Tensor& made);

// Checks of arguments, with the caller's error; `what` names the argument in it.
void check_matrix(const Tensor& t, std::string_view what);
void check_square(const Tensor& t, std::string_view what);
/// LAPACK's iterations may not end where there are NaNs or infinities.
void check_finite(const Tensor& t, std::string_view what);
/// A matrix with as many rows as `a`, or a vector, which is returned as a matrix of one column.
Tensor right_hand_side(const Tensor& b, const Tensor& a);

}  // namespace tocha
