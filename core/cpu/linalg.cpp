// SPDX-License-Identifier: BSD-3-Clause
// Matrix products on the CPU. Float and double go to a library when their strides fit one (an
// operand is copied only if neither of its strides is 1); products with a vector and outer
// products, which memory limits, have loops of their own; other types a plain loop.
#include "core/base/parallel.h"
#include "core/cpu/blas.h"
#include "core/cpu/kernels.h"
#include "core/cpu/small_gemm.h"

namespace tocha::cpu {
namespace {

template <class T>
struct Matrix {
  T* data;
  int64_t rows, columns, row_step, column_step;
  int64_t next = 0;  // the step to the next matrix of a batch

  Matrix at(int64_t i) const {
    return {data + i * next, rows, columns, row_step, column_step, next};
  }
  Matrix t() const { return {data, columns, rows, column_step, row_step, next}; }
  bool row_major() const { return column_step == 1 && (row_step >= columns || rows == 1); }
  int64_t leading() const { return rows == 1 ? std::max(columns, row_step) : row_step; }
  T& operator()(int64_t i, int64_t j) const { return data[i * row_step + j * column_step]; }
};

template <class T>
Matrix<T> matrix_of(const Tensor& t) {
  const int d = t.dim() - 2;
  return {t.data<T>(), t.size(d),       t.size(d + 1),
          t.stride(d), t.stride(d + 1), d == 1 ? t.stride(0) : 0};
}

// A row-major copy; `keep` owns it.
template <class T>
Matrix<T> packed(const Matrix<T>& x, Tensor& keep) {
  keep = Tensor(kDType<T>, Shape{x.rows, x.columns});
  Matrix<T> copy{keep.data<T>(), x.rows, x.columns, x.columns, 1};
  for (int64_t i = 0; i < x.rows; ++i) {
    for (int64_t j = 0; j < x.columns; ++j) copy(i, j) = x(i, j);
  }
  return copy;
}

// c += or = alpha a b where the inner size is 1: a column times a row.
template <class T>
void outer(const Matrix<T>& c, const Matrix<T>& a, const Matrix<T>& b, T alpha, T beta) {
  parallel_for(c.rows, std::max<int64_t>(1, 16384 / c.columns), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const T scale = alpha * a(i, 0);
      T* to = &c(i, 0);
      const T* from = b.data;
      if (c.column_step == 1 && b.column_step == 1 && beta == 1) {
#pragma GCC ivdep
        for (int64_t j = 0; j < c.columns; ++j) to[j] += scale * from[j];
      } else {
        for (int64_t j = 0; j < c.columns; ++j) {
          const T product = scale * b(0, j);
          c(i, j) = beta == 0 ? product : product + beta * c(i, j);
        }
      }
    }
  });
}

// c is one column.
template <class T>
void times_vector(const Matrix<T>& c, const Matrix<T>& a, const Matrix<T>& b, T alpha, T beta) {
  Tensor keep_a, keep_b;
  const Matrix<T> x = b.row_step == 1 || b.rows == 1 ? b : packed(b, keep_b);
  if (a.t().row_major() && !a.row_major()) {
    gemv(true, a.columns, a.rows, alpha, a.data, a.t().leading(), x.data, beta, c.data, c.row_step);
  } else {
    const Matrix<T> m = a.row_major() ? a : packed(a, keep_a);
    gemv(false, m.rows, m.columns, alpha, m.data, m.leading(), x.data, beta, c.data, c.row_step);
  }
}

template <class T>
bool is_small(const Matrix<T>& c, const Matrix<T>& a, const Matrix<T>& b) {
  return a.columns > 1 && c.columns > 1 && c.rows > 1 && c.row_major() &&
         c.rows * c.columns * a.columns <= kSmallProduct<T> &&
         (b.column_step == 1 || b.rows * b.columns <= kSmallProduct<T> / 32);
}

// The products number `first` up to `end` of a batch; where the columns of b do not lie side by
// side they are copied, one product at a time.
template <class T>
void multiply_small(const Matrix<T>& c, const Matrix<T>& a, const Matrix<T>& b, int64_t first,
                    int64_t end, T alpha, T beta) {
  SmallProduct<T> product{
      .m = c.rows,
      .n = c.columns,
      .k = a.columns,
      .count = end - first,
      .a = a.data + first * a.next,
      .a_row = a.row_step,
      .a_column = a.column_step,
      .a_next = a.next,
      .b = b.data + first * b.next,
      .b_row = b.row_step,
      .b_next = b.next,
      .c = c.data + first * c.next,
      .c_row = c.row_step,
      .c_next = c.next,
      .alpha = alpha,
      .beta = beta,
  };
  if (b.column_step == 1) return multiply_small(product);
  T copy[kSmallProduct<T> / 32];
  product.b_row = b.columns;
  for (int64_t i = first; i < end; ++i) {
    for (int64_t j = 0; j < b.columns; ++j) {
      for (int64_t k = 0; k < b.rows; ++k) copy[k * b.columns + j] = b.at(i)(k, j);
    }
    product.b = copy;
    product.count = 1;
    multiply_small(product);
  }
}

template <class T>
void multiply(const Matrix<T>& c, const Matrix<T>& a, const Matrix<T>& b, double alpha,
              double beta) {
  if (a.columns == 1) return outer<T>(c, a, b, T(alpha), T(beta));
  if (c.columns == 1) return times_vector<T>(c, a, b, T(alpha), T(beta));
  if (c.rows == 1) return times_vector<T>(c.t(), b.t(), a.t(), T(alpha), T(beta));
  if (!c.row_major()) {
    Tensor keep;
    const Matrix<T> staged = packed(c, keep);
    multiply<T>(staged, a, b, alpha, beta);
    for (int64_t i = 0; i < c.rows; ++i) {
      for (int64_t j = 0; j < c.columns; ++j) c(i, j) = staged(i, j);
    }
    return;
  }
  Tensor keep_a, keep_b;
  auto fit = [](const Matrix<T>& x, Tensor& keep, bool& transposed) {
    transposed = !x.row_major() && x.t().row_major();
    return transposed ? x.t() : x.row_major() ? x : packed(x, keep);
  };
  bool ta, tb;
  const Matrix<T> fa = fit(a, keep_a, ta), fb = fit(b, keep_b, tb);
  gemm(ta, tb, c.rows, c.columns, a.columns, alpha, fa.data, fa.leading(), fb.data, fb.leading(),
       beta, c.data, c.leading());
}

// Integers and halves: row by row, summed in the type arithmetic happens in.
template <class T>
void multiply_plain(const Matrix<T>& c, const Matrix<T>& a, const Matrix<T>& b, double alpha,
                    double beta) {
  using C = Compute<T>;
  parallel_for(c.rows, std::max<int64_t>(1, 16384 / (c.columns * a.columns)),
               [&](int64_t begin, int64_t end) {
                 Tensor row(kDType<C>, Shape{c.columns});
                 C* sums = row.data<C>();
                 for (int64_t i = begin; i < end; ++i) {
                   std::fill_n(sums, c.columns, C(0));
                   for (int64_t k = 0; k < a.columns; ++k) {
                     const C x = convert<C>(a(i, k));
                     for (int64_t j = 0; j < c.columns; ++j)
                       sums[j] = C(sums[j] + x * convert<C>(b(k, j)));
                   }
                   for (int64_t j = 0; j < c.columns; ++j) {
                     const C scaled = C(convert<C>(alpha) * sums[j]);
                     c(i, j) = convert<T>(
                         beta == 0 ? scaled : C(scaled + convert<C>(beta) * convert<C>(c(i, j))));
                   }
                 }
               });
}

}  // namespace

void gemm(const GemmArgs& args) {
  visit(args.c.dtype(), [&](auto zero) {
    using T = decltype(zero);
    Matrix<T> c = matrix_of<T>(args.c), a = matrix_of<T>(args.a), b = matrix_of<T>(args.b);
    if (!c.row_major() && c.t().row_major()) {
      c = c.t();
      std::swap(a, b);
      a = a.t();
      b = b.t();
    }
    auto some = [&](int64_t begin, int64_t end) {
      if constexpr (std::is_floating_point_v<T>) {
        if (is_small(c, a, b)) {
          return multiply_small(c, a, b, begin, end, T(args.alpha), T(args.beta));
        }
        for (int64_t i = begin; i < end; ++i)
          multiply(c.at(i), a.at(i), b.at(i), args.alpha, args.beta);
      } else {
        for (int64_t i = begin; i < end; ++i)
          multiply_plain(c.at(i), a.at(i), b.at(i), args.alpha, args.beta);
      }
    };
    // Small products of a batch run side by side, large ones use all threads themselves.
    const int64_t batches = args.c.dim() == 3 ? args.c.size(0) : 1;
    const int64_t work = c.rows * c.columns * a.columns;
    if (batches == 1 || work > 1 << 20) return some(0, batches);
    parallel_for(batches, std::max<int64_t>(1, 65536 / work), some);
  });
}

}  // namespace tocha::cpu
