// SPDX-License-Identifier: BSD-3-Clause
// Triangles of matrices on the CPU.
#include <cassert>

#include "core/base/parallel.h"
#include "core/cpu/kernels.h"

namespace tocha::cpu {

void triangle(Tensor& out, const Tensor& in, int64_t k, bool upper) {
  const int64_t rows = in.size(0), columns = in.size(1);
  visit(in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    parallel_for(rows, std::max<int64_t>(1, 32768 / columns), [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) {
        T* to = out.data<T>() + r * out.stride(0);
        const T* from = in.data<T>() + r * in.stride(0);
        assert(to && from);
        // column c is kept where c - r >= k (upper) or c - r <= k (lower)
        for (int64_t c = 0; c < columns; ++c) {
          const bool kept = upper ? c - r >= k : c - r <= k;
          to[c * out.stride(1)] = kept ? from[c * in.stride(1)] : zero;
        }
      }
    });
  });
}

}  // namespace tocha::cpu
