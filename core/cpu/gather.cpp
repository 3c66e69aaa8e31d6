// SPDX-License-Identifier: BSD-3-Clause
// Picking elements along a dimension on the CPU: one item of the loop is a whole line of that
// dimension.
#include "core/cpu/kernels.h"
#include "core/tensor/iterate.h"
#include "core/tensor/views.h"

namespace tocha::cpu {

void gather(Tensor& out, const Tensor& a, int dim, const Tensor& index) {
  const int64_t n = index.size(dim), limit = a.size(dim);
  const int64_t step_out = out.stride(dim), step_a = a.stride(dim), step_i = index.stride(dim);
  const Tensor lines[] = {narrow(out, dim, 0, 1), narrow(a, dim, 0, 1), narrow(index, dim, 0, 1)};
  visit(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    parallel_rows(make_loop({&lines[0], &lines[1], &lines[2]}), std::max<int64_t>(1, 16384 / n),
                  [&](char* const* p, const int64_t* s, int64_t count) {
                    for (int64_t line = 0; line < count; ++line) {
                      T* to = reinterpret_cast<T*>(p[0] + line * s[0]);
                      const T* from = reinterpret_cast<const T*>(p[1] + line * s[1]);
                      const int64_t* at = reinterpret_cast<const int64_t*>(p[2] + line * s[2]);
                      for (int64_t i = 0; i < n; ++i) {
                        const int64_t position = at[i * step_i];
                        if (position < 1 || position > limit) {
                          fail("index ", position, " is out of range 1 to ", limit,
                               " in dimension ", dim + 1);
                        }
                        to[i * step_out] = from[(position - 1) * step_a];
                      }
                    }
                  });
  });
}

}  // namespace tocha::cpu
