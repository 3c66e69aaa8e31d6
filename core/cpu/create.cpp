// SPDX-License-Identifier: BSD-3-Clause
// Number sequences on the CPU, computed in double precision and rounded once.
#include <cmath>

#include "core/base/parallel.h"
#include "core/cpu/kernels.h"

namespace tocha::cpu {

void sequence(Tensor& out, const Sequence& s) {
  visit(out.dtype(), [&](auto zero) {
    using T = decltype(zero);
    T* to = out.data<T>();
    const int64_t stride = out.stride(0);
    parallel_for(out.numel(), 32768, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        const double value = s.start + double(i) * s.span / s.count;
        to[i * stride] = convert<T>(s.powers ? std::pow(10.0, value) : value);
      }
    });
  });
}

}  // namespace tocha::cpu
