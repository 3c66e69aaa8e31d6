// SPDX-License-Identifier: BSD-3-Clause
// Dropout on the CPU: words are drawn a block at a time, and mask and product are made of them
// while they are in the cache.
#include "core/nn/dropout.h"

#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {

void dropout(const DropoutCall& a) {
  constexpr int64_t kBlock = 1024;
  visit_real(a.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const T* in = a.in.data<T>();
    T *out = a.out.data<T>(), *mask = a.mask.data<T>();
    const T kept = T(a.kept);
    const int64_t n = a.in.numel();
    uint32_t words[kBlock];
    for (int64_t begin = 0; begin < n; begin += kBlock) {
      const int64_t count = std::min(kBlock, n - begin);
      a.generator.random(words, count);
      for (int64_t i = 0; i < count; ++i) {
        const T factor = words[i] * 0x1p-32 < a.keep ? kept : T(0);
        mask[begin + i] = factor;
        out[begin + i] = in[begin + i] * factor;
      }
    }
  });
}

}  // namespace tocha::cpu
