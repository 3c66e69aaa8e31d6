// SPDX-License-Identifier: BSD-3-Clause
// Products of small matrices: a library's takes longer to begin than these to end.
#pragma once

#include <cstdint>

namespace tocha::cpu {

/// c = alpha a b + beta c (with beta 0 c is not read), c of m x n, a of m x k, b of k x n elements.
/// The columns of b and c lie side by side; none of them share memory.
template <class T>
struct SmallProduct {
  int64_t m, n, k;
  const T* a;
  int64_t a_row, a_column;  // steps in elements
  const T* b;
  int64_t b_row;
  T* c;
  int64_t c_row;
  T alpha, beta;
};

/// Up to this many multiplications: there the libraries are as fast (OpenBLAS, for doubles, begins
/// sooner than oneDNN).
template <class T>
inline constexpr int64_t kSmallProduct = sizeof(T) == 8 ? 20 * 20 * 20 : 32 * 32 * 32;

void multiply_small(const SmallProduct<float>& product);
void multiply_small(const SmallProduct<double>& product);

}  // namespace tocha::cpu
