// SPDX-License-Identifier: BSD-3-Clause
// The k-th smallest element on the CPU: a quickselect over the positions of each line.
#include <algorithm>
#include <numeric>
#include <vector>

#include "core/cpu/kernels.h"
#include "core/tensor/iterate.h"
#include "core/tensor/views.h"

namespace tocha::cpu {

void kthvalue(Tensor& values, Tensor& indices, const Tensor& a, int64_t k, int dim) {
  const int64_t n = a.size(dim), step = a.stride(dim);
  const Tensor lines = narrow(a, dim, 0, 1);
  visit(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    parallel_rows(make_loop({&values, &indices, &lines}), std::max<int64_t>(1, 8192 / n),
                  [&](char* const* p, const int64_t* s, int64_t count) {
                    std::vector<int64_t> order(static_cast<size_t>(n));
                    for (int64_t line = 0; line < count; ++line) {
                      const T* from = reinterpret_cast<const T*>(p[2] + line * s[2]);
                      auto less = [&](int64_t i, int64_t j) {
                        const auto x = convert<Compute<T>>(from[i * step]),
                                   y = convert<Compute<T>>(from[j * step]);
                        const bool x_nan = x != x, y_nan = y != y;
                        return x < y || (!x_nan && y_nan) ||
                               ((x == y || (x_nan && y_nan)) && i < j);
                      };
                      std::iota(order.begin(), order.end(), 0);
                      std::nth_element(order.begin(), order.begin() + (k - 1), order.end(), less);
                      *reinterpret_cast<T*>(p[0] + line * s[0]) = from[order[k - 1] * step];
                      *reinterpret_cast<int64_t*>(p[1] + line * s[1]) = order[k - 1] + 1;
                    }
                  });
  });
}

}  // namespace tocha::cpu
