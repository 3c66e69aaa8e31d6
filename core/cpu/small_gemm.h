// SPDX-License-Identifier: BSD-3-Clause
// Products of small matrices: a library's takes longer to begin than these to end.
#pragma once

#include <cstdint>

namespace tocha::cpu {

/// c = alpha a b + beta c (with beta 0 c is not read) for each of `count` c of m x n, a of m x k
/// and b of k x n elements. The columns of b and c lie side by side; none of them share memory.
template <class T>
struct SmallProduct {
  int64_t m, n, k, count;
  const T* a;
  int64_t a_row, a_column, a_next;  // steps in elements: to the next row, column, matrix
  const T* b;
  int64_t b_row, b_next;
  T* c;
  int64_t c_row, c_next;
  T alpha, beta;
};

/// Up to this many multiplications: there the libraries are as fast (OpenBLAS, for doubles, begins
/// sooner than oneDNN).
template <class T>
inline constexpr int64_t kSmallProduct = sizeof(T) == 8 ? 20 * 20 * 20 : 32 * 32 * 32;

/// Counts `count` down and moves the pointers behind the last matrices.
void multiply_small(SmallProduct<float>& product);
void multiply_small(SmallProduct<double>& product);

}  // namespace tocha::cpu
