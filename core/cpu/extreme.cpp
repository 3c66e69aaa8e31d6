// SPDX-License-Identifier: BSD-3-Clause
// Maxima and minima on the CPU: the first of equal elements is chosen, and NaN before everything.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/extreme.cpp"
#include "hwy/foreach_target.h"

#include "core/cpu/reduce-inl.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {

// Side by side, values and indices have one width where that is possible, so that the loop over the
// slots is vectorised; there are less than 2^31 rows.
template <class E, int N>
using IndexFor = std::conditional_t<N == 1 || sizeof(E) == 8, int64_t, int32_t>;

template <class E, int N, bool kMax>
struct ExtremeState {
  bool started, wants_index;
  E best[N];
  IndexFor<E, N> where[N];

  void start(const ReduceArgs& args, int) {
    started = false;
    wants_index = args.indices != nullptr;
  }

  static HWY_INLINE bool better(E x, E than) { return kMax ? x > than : x < than; }
  // The same for numbers and vectors: the better one stays.
  template <class V>
  static HWY_INLINE void keep(V& held, const V& x) {
    if constexpr (kMax)
      held = x > held ? x : held;
    else
      held = x < held ? x : held;
  }
  static HWY_INLINE bool replaces(E x, E held) {
    return better(x, held) || (x != x && held == held);
  }

  void row(const E* p, int64_t n, int64_t first) {
    if (n == 0 || (started && best[0] != best[0])) return;
    if (n < kShort) return short_row(p, n, first);
    E found = p[0];
    bool nan = false;
    constexpr int W = 64 / sizeof(E);
    typedef E V __attribute__((vector_size(64)));
    int64_t i = 0;
    if (n >= 2 * W) {
      V a[2], x[2];
      __builtin_memcpy(a, p, sizeof a);
      auto odd = a[0] != a[0];  // lanes that met NaN
      for (; i + 2 * W <= n; i += 2 * W) {
        __builtin_memcpy(x, p + i, sizeof x);
        keep(a[0], x[0]);
        keep(a[1], x[1]);
        if constexpr (std::is_floating_point_v<E>) odd |= (x[0] != x[0]) | (x[1] != x[1]);
      }
      keep(a[0], a[1]);
      for (int k = 0; k < W; ++k) {
        nan = nan || odd[k] != 0;
        keep(found, E(a[0][k]));
      }
    }
    for (; i < n; ++i) {
      nan = nan || p[i] != p[i];
      keep(found, p[i]);
    }
    int64_t at = 0;
    if (nan) {
      while (p[at] == p[at]) ++at;
      found = p[at];
    }
    if (started && !replaces(found, best[0])) return;
    if (wants_index && !nan) at = position(p, n, found);
    started = true;
    best[0] = found;
    where[0] = IndexFor<E, N>(first + at);
  }

  // A few elements, without jumps that depend on them and would be predicted wrongly.
  static constexpr int kShort = 32;
  void short_row(const E* p, int64_t n, int64_t first) {
    E found = p[0];
    int nan = p[0] != p[0];
    for (int64_t i = 1; i < n; ++i) {
      keep(found, p[i]);
      nan |= p[i] != p[i];
    }
    int at = 0;
    if (nan) {
      while (p[at] == p[at]) ++at;
      found = p[at];
    } else if (wants_index) {
      at = int(n);
      for (int i = 0; i < int(n); ++i) {
        const int hit = -int(p[i] == found);
        at = std::min(at, (i & hit) | (int(n) & ~hit));
      }
    }
    if (started && !replaces(found, best[0])) return;
    started = true;
    best[0] = found;
    where[0] = IndexFor<E, N>(first + at);
  }

  // The first position of a value that is there.
  static int64_t position(const E* p, int64_t n, E value) {
    int64_t at = 0;
    for (; at + 64 <= n; at += 64) {
      int hits = 0;
      for (int k = 0; k < 64; ++k) hits += p[at + k] == value;
      if (hits) break;
    }
    while (p[at] != value) ++at;
    return at;
  }

  void rows(const E* p, int64_t step, int64_t n, int count, int64_t first) {
    if (!started && n > 0) {
      std::copy_n(p, count, best);
      std::fill_n(where, count, IndexFor<E, N>(first));
      started = true;
    }
    for (int64_t i = 0; i < n; ++i) {
      const E* x = p + i * step;
      const auto index = IndexFor<E, N>(first + i);
      for (int k = 0; k < count; ++k) {
        const bool replace = better(x[k], best[k]) | ((x[k] != x[k]) & (best[k] == best[k]));
        best[k] = replace ? x[k] : best[k];
        where[k] = replace ? index : where[k];
      }
    }
  }

  void merge(const ExtremeState& later, int count) {
    if (!later.started) return;
    for (int k = 0; k < count; ++k) {
      if (started && !replaces(later.best[k], best[k])) continue;
      best[k] = later.best[k];
      where[k] = later.where[k];
    }
    started = true;
  }
  E value(int slot, int64_t) const { return best[slot]; }
  int64_t index(int slot) const { return where[slot]; }
};

template <class E, int N>
using MaxState = ExtremeState<E, N, true>;
template <class E, int N>
using MinState = ExtremeState<E, N, false>;

void extreme(const ReduceArgs& args) {
  visit(args.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    if (ExtremeOp(args.op) == ExtremeOp::Max)
      run_reduction<T, MaxState>(args);
    else
      run_reduction<T, MinState>(args);
  });
}
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::cpu {
HWY_EXPORT(extreme);
void extreme(const ReduceArgs& args) { HWY_DYNAMIC_DISPATCH(extreme)(args); }
}  // namespace tocha::cpu
#endif
