// SPDX-License-Identifier: BSD-3-Clause
// Masks on the CPU.
#include <atomic>

#include "core/cpu/kernels.h"
#include "core/tensor/iterate.h"
#include "core/tensor/words.h"

namespace tocha::cpu {
namespace {

constexpr int64_t kGrain = 32768;

template <class T>
bool is_set(const char* element) {
  return convert<Compute<T>>(*reinterpret_cast<const T*>(element)) != 0;
}

}  // namespace

int64_t count_nonzero(const Tensor& t) {
  std::atomic<int64_t> total{0};
  visit(t.dtype(), [&](auto zero) {
    using T = decltype(zero);
    parallel_rows(make_loop({&t}), kGrain, [&](char* const* p, const int64_t* s, int64_t n) {
      int64_t count = 0;
      for (int64_t i = 0; i < n; ++i) count += is_set<T>(p[0] + i * s[0]);
      total += count;
    });
  });
  return total;
}

void masked_fill(Tensor& t, const Tensor& mask, double value) {
  visit(t.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const T element = convert<T>(value);
    parallel_rows(make_loop({&t, &mask}), kGrain, [&](char* const* p, const int64_t* s, int64_t n) {
      if (s[0] == sizeof(T) && s[1] == 1) {  // no branches: the compiler vectorises it
        T* to = reinterpret_cast<T*>(p[0]);
        for (int64_t i = 0; i < n; ++i) to[i] = p[1][i] != 0 ? element : to[i];
        return;
      }
      for (int64_t i = 0; i < n; ++i) {
        if (p[1][i * s[1]] != 0) *reinterpret_cast<T*>(p[0] + i * s[0]) = element;
      }
    });
  });
}

void masked_copy(Tensor& t, const Tensor& mask, const Tensor& source) {
  visit_word(element_size(t.dtype()), [&](auto zero) {
    using Word = decltype(zero);
    const Word* from = reinterpret_cast<const Word*>(source.bytes());
    for_each_row(make_loop({&t, &mask}, true), 0, t.numel(),
                 [&](char* const* p, const int64_t* s, int64_t n) {
                   for (int64_t i = 0; i < n; ++i) {
                     if (p[1][i * s[1]] != 0) *reinterpret_cast<Word*>(p[0] + i * s[0]) = *from++;
                   }
                 });
  });
}

void masked_select(Tensor& out, const Tensor& in, const Tensor& mask) {
  visit_word(element_size(in.dtype()), [&](auto zero) {
    using Word = decltype(zero);
    Word* to = reinterpret_cast<Word*>(out.bytes());
    const int64_t step = out.stride(0);
    for_each_row(make_loop({&in, &mask}, true), 0, in.numel(),
                 [&](char* const* p, const int64_t* s, int64_t n) {
                   for (int64_t i = 0; i < n; ++i) {
                     if (p[1][i * s[1]] == 0) continue;
                     *to = *reinterpret_cast<const Word*>(p[0] + i * s[0]);
                     to += step;
                   }
                 });
  });
}

void nonzero(Tensor& out, const Tensor& in) {
  int64_t* to = out.data<int64_t>();
  const int64_t row = out.stride(0), column = out.stride(1);
  int64_t at = 0;  // in row-major order
  visit(in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    for_each_row(make_loop({&in}, true), 0, in.numel(),
                 [&](char* const* p, const int64_t* s, int64_t n) {
                   for (int64_t i = 0; i < n; ++i, ++at) {
                     if (!is_set<T>(p[0] + i * s[0])) continue;
                     int64_t rest = at;
                     for (int d = in.dim() - 1; d >= 0; --d) {
                       to[d * column] = rest % in.size(d) + 1;
                       rest /= in.size(d);
                     }
                     to += row;
                   }
                 });
  });
}

}  // namespace tocha::cpu
