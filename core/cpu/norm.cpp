// SPDX-License-Identifier: BSD-3-Clause
// Norms on the CPU, summed in double precision.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/norm.cpp"
#include "hwy/foreach_target.h"

#include <cmath>

#include "core/cpu/double_power-inl.h"
#include "core/cpu/fold-inl.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {

struct Magnitude {
  void start(const ReduceArgs&) {}
  template <class V>
  HWY_INLINE void apply(V& x) const {
    x = x < 0 ? -x : x;
  }
};
struct Square {
  void start(const ReduceArgs&) {}
  template <class V>
  HWY_INLINE void apply(V& x) const {
    x *= x;
  }
};
struct Power {  // p = 0 counts
  double p;
  void start(const ReduceArgs& args) { p = args.p; }
  HWY_INLINE void apply(double& x) const {
    x = p == 0 ? double(x != 0) : std::pow(std::fabs(x), p);
  }
  template <class V>
  HWY_INLINE void apply(V& x) const {
    alignas(64) double lanes[sizeof(V) / sizeof(double)];
    __builtin_memcpy(lanes, &x, sizeof x);
#if HWY_TARGET != HWY_SCALAR
    if (p != 0) {
      namespace hn = hwy::HWY_NAMESPACE;
      const hn::CappedTag<double, sizeof(V) / sizeof(double)> d;
      for (size_t i = 0; i < sizeof(V) / sizeof(double); i += hn::Lanes(d)) {
        const auto size = hn::Abs(hn::Load(d, lanes + i));
        hn::Store(any_double_power(d, size, hn::Set(d, p)), d, lanes + i);
      }
      __builtin_memcpy(&x, lanes, sizeof x);
      return;
    }
#endif
    for (double& lane : lanes) apply(lane);
    __builtin_memcpy(&x, lanes, sizeof x);
  }
};
// The larger magnitude, or NaN: the limit of the p-norms.
struct Larger {
  static constexpr int kNeutral = 0;
  template <class V>
  static HWY_INLINE void apply(V& to, const V& x) {
    to = x <= to ? to : to != to ? to : x;
  }
};

template <class E, int N>
using AbsoluteState = FoldState<E, N, Plus, Magnitude>;
template <class E, int N>
using LargestState = FoldState<E, N, Larger, Magnitude>;
template <class E, int N>
struct EuclideanState : FoldState<E, N, Plus, Square> {
  double value(int slot, int64_t) const { return std::sqrt(this->total[slot]); }
};
template <class E, int N>
struct PowerState : FoldState<E, N, Plus, Power> {
  double value(int slot, int64_t) const {
    return this->term.p == 0 ? this->total[slot] : std::pow(this->total[slot], 1 / this->term.p);
  }
};

void norm(const ReduceArgs& args) {
  visit(args.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    if constexpr (kIsFloating<T>) {
      if (args.p == 1)
        run_reduction<T, AbsoluteState>(args);
      else if (args.p == 2)
        run_reduction<T, EuclideanState>(args);
      else if (args.p == HUGE_VAL)
        run_reduction<T, LargestState>(args);
      else
        run_reduction<T, PowerState>(args);
    }
  });
}
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::cpu {
HWY_EXPORT(norm);
void norm(const ReduceArgs& args) { HWY_DYNAMIC_DISPATCH(norm)(args); }
}  // namespace tocha::cpu
#endif
