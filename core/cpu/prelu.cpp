// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/prelu.h"

#include "core/base/parallel.h"
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {

// One item is a plane of one frame; for the slopes' gradient one plane of all frames, so that every
// sum has one owner and one order.
void prelu(const PreluCall& call) {
  visit_real(call.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const auto [frames, planes, inner] = call.layout;
    const T *x = call.in.data<T>(), *w = call.slopes.data<T>();
    const T* dy = call.grad_out ? call.grad_out->data<T>() : nullptr;
    T* y = call.out ? call.out->data<T>() : nullptr;
    T* dx = call.grad_in ? call.grad_in->data<T>() : nullptr;
    if (T* dw = call.grad_slopes ? call.grad_slopes->data<T>() : nullptr) {
      parallel_for(
          planes, std::max<int64_t>(1, 16384 / (frames * inner)),
          [&, frames = frames, planes = planes, inner = inner](int64_t begin, int64_t end) {
            for (int64_t p = begin; p < end; ++p) {
              double sum = 0;
              for (int64_t f = 0; f < frames; ++f) {
                const int64_t at = (f * planes + p) * inner;
                for (int64_t i = at; i < at + inner; ++i) sum += x[i] > 0 ? T(0) : x[i] * dy[i];
              }
              dw[p] += T(call.scale * sum);
            }
          });
      return;
    }
    // Long planes (one slope for all) are split too.
    const int64_t piece = std::min<int64_t>(inner, 16384), pieces = (inner + piece - 1) / piece;
    parallel_for(frames * planes * pieces, std::max<int64_t>(1, 16384 / piece),
                 [&, planes = planes, inner = inner](int64_t begin, int64_t end) {
                   for (int64_t item = begin; item < end; ++item) {
                     const int64_t plane = item / pieces,
                                   from = plane * inner + item % pieces * piece;
                     const int64_t to = std::min(from + piece, (plane + 1) * inner);
                     const T slope = w[plane % planes];
                     if (y)
                       for (int64_t i = from; i < to; ++i) y[i] = x[i] > 0 ? x[i] : slope * x[i];
                     if (dx)
                       for (int64_t i = from; i < to; ++i) dx[i] = x[i] > 0 ? dy[i] : slope * dy[i];
                   }
                 });
  });
}

}  // namespace tocha::cpu
