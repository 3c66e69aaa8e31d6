// SPDX-License-Identifier: BSD-3-Clause
// The State (core/cpu/reduce-inl.h) of reductions that combine term(x) of every element by + or *:
// sums, products, norms. A Term has `start(const ReduceArgs&)` and `apply(V& x)` for numbers and
// for vectors of accumulators.
#if defined(TOCHA_CPU_FOLD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCHA_CPU_FOLD_INL_H_
#undef TOCHA_CPU_FOLD_INL_H_
#else
#define TOCHA_CPU_FOLD_INL_H_
#endif

#include "core/cpu/reduce-inl.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {

struct Plus {
  static constexpr int kNeutral = 0;
  template <class V>
  static HWY_INLINE void apply(V& to, const V& x) {
    to += x;
  }
};
struct Times {
  static constexpr int kNeutral = 1;
  template <class V>
  static HWY_INLINE void apply(V& to, const V& x) {
    to *= x;
  }
};

template <class E, int N, class Combine, class Term>
struct FoldState {
  using A = Accumulator<E>;
  static constexpr int64_t kAhead = 2048 / sizeof(E);
  static constexpr int kLine = 64 / sizeof(E);
  Term term;
  A total[N];

  void start(const ReduceArgs& args, int count) {
    term.start(args);
    std::fill_n(total, count, A(Combine::kNeutral));
  }

  void row(const E* p, int64_t n, int64_t) {
    using Lanes = Octet<A>;
    constexpr int W = Lanes::kWidth;
    int64_t i = 0;
    if (n >= W) {
      auto add = [&](Lanes& to, const E* from) {
        Lanes x(from);
        x.each([&](auto& part) { term.apply(part); });
        to.each([](auto& part, const auto& other) { Combine::apply(part, other); }, x);
      };
      auto combine = [](Lanes& to, const Lanes& other) {
        to.each([](auto& part, const auto& more) { Combine::apply(part, more); }, other);
      };
      Lanes a[4] = {Lanes(A(Combine::kNeutral)), Lanes(A(Combine::kNeutral)),
                    Lanes(A(Combine::kNeutral)), Lanes(A(Combine::kNeutral))};
      for (; i + 4 * W <= n; i += 4 * W) {
        // The next page's lines too, which the processor does not fetch by itself.
        __builtin_prefetch(p + i + kAhead);
        __builtin_prefetch(p + i + kAhead + kLine);
        for (int k = 0; k < 4; ++k) add(a[k], p + i + k * W);
      }
      for (; i + W <= n; i += W) add(a[0], p + i);
      combine(a[0], a[1]);
      combine(a[2], a[3]);
      combine(a[0], a[2]);
      A lanes[W];  // combined by halves: short rows wait for nothing longer
      __builtin_memcpy(lanes, &a[0], sizeof lanes);
      for (int k = W / 2; k > 0; k /= 2) {
        for (int j = 0; j < k; ++j) Combine::apply(lanes[j], lanes[j + k]);
      }
      Combine::apply(total[0], lanes[0]);
    }
    for (; i < n; ++i) {
      A x = A(p[i]);
      term.apply(x);
      Combine::apply(total[0], x);
    }
  }

  // Four rows at a time save three of four accesses to the totals.
  void rows(const E* p, int64_t step, int64_t n, int count, int64_t) {
    int64_t i = 0;
    for (; i + 4 <= n; i += 4) {
      const E *a = p + i * step, *b = a + step, *c = b + step, *d = c + step;
      for (int64_t row = 4; row < 8; ++row) {  // the next four begin in other pages
        __builtin_prefetch(a + row * step);
        __builtin_prefetch(a + row * step + kLine);
        __builtin_prefetch(a + row * step + 2 * kLine);
        __builtin_prefetch(a + row * step + 3 * kLine);
      }
      for (int k = 0; k < count; ++k) {
        A x = A(a[k]), y = A(b[k]), z = A(c[k]), w = A(d[k]);
        term.apply(x), term.apply(y), term.apply(z), term.apply(w);
        Combine::apply(x, y);
        Combine::apply(z, w);
        Combine::apply(x, z);
        Combine::apply(total[k], x);
      }
    }
    for (; i < n; ++i) {
      const E* a = p + i * step;
      for (int k = 0; k < count; ++k) {
        A x = A(a[k]);
        term.apply(x);
        Combine::apply(total[k], x);
      }
    }
  }

  void merge(const FoldState& later, int count) {
    for (int k = 0; k < count; ++k) Combine::apply(total[k], later.total[k]);
  }
  A value(int slot, int64_t) const { return total[slot]; }
};

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // include guard
