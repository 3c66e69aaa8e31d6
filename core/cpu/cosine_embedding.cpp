// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/cosine_embedding.h"

#include <cmath>

#include "core/base/parallel.h"
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {

void cosine_embedding(const CosineEmbeddingCall& call) {
  visit_real(call.a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const int64_t n = call.a.size(0), size = call.a.size(1);
    const double share = call.size_average ? 1.0 / double(n) : 1.0;
    double total = 0;
    auto samples = [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        const T *a = call.a.data<T>() + i * size, *b = call.b.data<T>() + i * size;
        double ab = 0, aa = 1e-12, bb = 1e-12;  // Torch7's guard against zero vectors
        for (int64_t j = 0; j < size; ++j) {
          ab += double(a[j]) * b[j];
          aa += double(a[j]) * a[j];
          bb += double(b[j]) * b[j];
        }
        const double scale = 1 / std::sqrt(aa * bb), cosine = ab * scale;
        const bool similar = call.signs.data<T>()[i] == T(1);
        if (call.loss) {
          total += similar ? 1 - cosine : std::max(0.0, cosine - call.margin);
          continue;
        }
        // d cos / d a = (b - a ab/aa) / (|a||b|)
        const double sign = similar ? -1 : cosine > call.margin ? 1 : 0;
        T *da = call.grad_a->data<T>() + i * size, *db = call.grad_b->data<T>() + i * size;
        for (int64_t j = 0; j < size; ++j) {
          da[j] = T(sign * share * scale * (b[j] - a[j] * ab / aa));
          db[j] = T(sign * share * scale * (a[j] - b[j] * ab / bb));
        }
      }
    };
    if (call.loss) {
      samples(0, n);  // one sum, in one order
      *call.loss->data<T>() = T(total * share);
    } else {
      parallel_for(n, std::max<int64_t>(1, 16384 / size), samples);
    }
  });
}

}  // namespace tocha::cpu
