// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/linalg.h"

#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void check_dims(const Tensor& t, int dims, const char* what) {
  if (t.dim() != dims) fail("a ", what, " is needed, got ", t);
}

// Calls body(result): `out`, or a fresh tensor that is copied to it where resizing `out` would
// change an operand that is the same tensor or shares its memory.
template <class Body>
void with_result(Tensor& out, const Shape& sizes, std::initializer_list<const Tensor*> operands,
                 Body&& body) {
  bool shared = false;
  for (const Tensor* t : operands) shared = shared || (t && t->storage() == out.storage());
  if (!shared || !out.storage() || out.same_sizes(sizes)) return body(out);
  Tensor staged(out.dtype(), out.device());
  body(staged);
  out.resize(sizes);
  copy(out, staged);
}

// out = beta m + alpha a b once all sizes are known to fit; m is null for products without a sum.
void product_into(Tensor& out, double beta, const Tensor* m, double alpha, const Tensor& a,
                  const Tensor& b, const Shape& sizes) {
  if (m && m->is_set_to(out)) {
    if (!out.same_sizes(sizes)) fail("sizes ", out.sizes(), " and ", sizes, " do not match");
  } else if (m) {
    check_same_type(*m, a);
    Tensor shaped(out.dtype(), out.device());
    const Shape strides = contiguous_strides(sizes);
    shaped.set_view(0, sizes, strides);
    const Tensor matched = match_sizes(*m, shaped);
    if (beta != 0) {
      if (overlaps(out, matched)) {
        Tensor staged = clone(matched);
        out.resize(sizes);
        copy(out, staged);
      } else {
        out.resize(sizes);
        copy(out, matched);
      }
    } else {
      out.resize(sizes);
    }
  } else {
    out.resize(sizes);
  }
  check_writable(out);
  // Nothing of the product, as in BLAS: not even its NaNs.
  if (alpha == 0) return m && beta != 0 ? mul(out, out, beta) : fill(out, 0);
  auto shares = [&](const Tensor& t) {
    return out.storage() == t.storage() && (out.is_set_to(t) || overlaps(out, t));
  };
  GemmArgs args{out, a, b, alpha, m ? beta : 0};
  auto* kernel = need(out.device(), out.device().kernels.gemm);
  if (!shares(a) && !shares(b)) return kernel(args);
  Tensor staged = clone(out);
  kernel({staged, a, b, alpha, m ? beta : 0});
  copy(out, staged);
}

void product(Tensor& out, double beta, const Tensor* m, double alpha, const Tensor& a,
             const Tensor& b, const Shape& sizes) {
  check_same_type(a, b);
  check_same_type(out, a);
  with_result(out, sizes, {&a, &b, m == &out ? nullptr : m},
              [&](Tensor& result) { product_into(result, beta, m, alpha, a, b, sizes); });
}

void matrices(Tensor& out, double beta, const Tensor* m, double alpha, const Tensor& a,
              const Tensor& b) {
  check_dims(a, 2, "matrix");
  check_dims(b, 2, "matrix");
  if (a.size(1) != b.size(0)) {
    fail("sizes ", a.sizes(), " and ", b.sizes(), " do not match: ", a.size(1), " columns, ",
         b.size(0), " rows");
  }
  product(out, beta, m, alpha, a, b, Shape{a.size(0), b.size(1)});
}

// Products with vectors are products of matrices with a side of 1.
Tensor column(const Tensor& x) { return unsqueeze(x, 1); }

void matrix_vector(Tensor& out, double beta, const Tensor* v, double alpha, const Tensor& a,
                   const Tensor& x) {
  check_dims(a, 2, "matrix");
  check_dims(x, 1, "vector");
  if (a.size(1) != x.size(0)) fail("sizes ", a.sizes(), " and ", x.sizes(), " do not match");
  const Shape sizes{a.size(0)};
  with_result(out, sizes, {&a, &x, v == &out ? nullptr : v}, [&](Tensor& vector) {
    if (v && !v->is_set_to(vector)) {
      const Tensor addend = match_sizes(*v, Tensor(out.dtype(), sizes, out.device()));
      Tensor kept = overlaps(vector, addend) ? clone(addend) : addend;
      vector.resize(sizes);
      copy(vector, kept);
    } else if (v && !vector.same_sizes(sizes)) {
      fail("sizes ", vector.sizes(), " and ", sizes, " do not match");
    } else {
      vector.resize(sizes);
    }
    Tensor result = column(vector);
    product(result, beta, v ? &result : nullptr, alpha, a, column(x), Shape{a.size(0), 1});
  });
}

void vectors(Tensor& out, double beta, const Tensor* m, double alpha, const Tensor& x,
             const Tensor& y) {
  check_dims(x, 1, "vector");
  check_dims(y, 1, "vector");
  product(out, beta, m, alpha, column(x), unsqueeze(y, 0), Shape{x.size(0), y.size(0)});
}

void check_batches(const Tensor& a, const Tensor& b) {
  check_dims(a, 3, "batch of matrices");
  check_dims(b, 3, "batch of matrices");
  if (a.size(0) != b.size(0) || a.size(2) != b.size(1)) {
    fail("sizes ", a.sizes(), " and ", b.sizes(), " do not match");
  }
}

void batches(Tensor& out, double beta, const Tensor* m, double alpha, const Tensor& a,
             const Tensor& b) {
  check_batches(a, b);
  product(out, beta, m, alpha, a, b, Shape{a.size(0), a.size(1), b.size(2)});
}

}  // namespace

void addmm(Tensor& out, double beta, const Tensor& m, double alpha, const Tensor& a,
           const Tensor& b) {
  matrices(out, beta, &m, alpha, a, b);
}
void addmv(Tensor& out, double beta, const Tensor& v, double alpha, const Tensor& a,
           const Tensor& x) {
  matrix_vector(out, beta, &v, alpha, a, x);
}
void addr(Tensor& out, double beta, const Tensor& m, double alpha, const Tensor& x,
          const Tensor& y) {
  vectors(out, beta, &m, alpha, x, y);
}
void baddbmm(Tensor& out, double beta, const Tensor& m, double alpha, const Tensor& a,
             const Tensor& b) {
  batches(out, beta, &m, alpha, a, b);
}
void addbmm(Tensor& out, double beta, const Tensor& m, double alpha, const Tensor& a,
            const Tensor& b) {
  check_batches(a, b);
  // The sum over batches and over the inner size is one product of wide matrices.
  const int64_t batch = a.size(0), rows = a.size(1), inner = a.size(2), columns = b.size(2);
  const Tensor wide = view(contiguous(transpose(a, 0, 1)), Shape{rows, batch * inner});
  const Tensor tall = view(contiguous(b), Shape{batch * inner, columns});
  matrices(out, beta, &m, alpha, wide, tall);
}

void mm(Tensor& out, const Tensor& a, const Tensor& b) { matrices(out, 0, nullptr, 1, a, b); }
void mv(Tensor& out, const Tensor& a, const Tensor& x) { matrix_vector(out, 0, nullptr, 1, a, x); }
void ger(Tensor& out, const Tensor& x, const Tensor& y) { vectors(out, 0, nullptr, 1, x, y); }
void bmm(Tensor& out, const Tensor& a, const Tensor& b) { batches(out, 0, nullptr, 1, a, b); }

}  // namespace tocha
