// SPDX-License-Identifier: BSD-3-Clause
// Norms on the CPU, summed in double precision. A sum of powers that leaves the range of doubles or
// loses digits at its lower end is made anew from the elements relative to the one that counts
// most.
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

// The smaller magnitude, or NaN: the limit for negative p.
struct Smaller {
  static constexpr double kNeutral = HUGE_VAL;
  template <class V>
  static HWY_INLINE void apply(V& to, const V& x) {
    to = x >= to ? to : to != to ? to : x;
  }
};

template <class E, int N>
using AbsoluteState = FoldState<E, N, Plus, Magnitude>;
template <class E, int N>
using LargestState = FoldState<E, N, Larger, Magnitude>;
template <class E, int N>
using SmallestState = FoldState<E, N, Smaller, Magnitude>;
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

// With the p-th powers of x / m, where m is the magnitude that counts most: they are at most 1.
template <class T>
double relative_norm(const Tensor& in, double p) {
  double m = 0;
  const ReduceArgs args{.in = in, .number = &m};
  p > 0 ? run_reduction<T, LargestState>(args) : run_reduction<T, SmallestState>(args);
  if (!(m > 0) || m == HUGE_VAL) return m;
  const StridedLoop loop = make_loop({&in});
  long double sum = 0;
  for_each_row(loop, 0, loop.numel(), [&](char* const* from, const int64_t* s, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      const double x = convert<double>(*reinterpret_cast<const T*>(from[0] + i * s[0]));
      sum += std::pow(std::fabs(x) / m, p);
    }
  });
  return m * std::pow(double(sum), 1 / p);
}

void norm(const ReduceArgs& args) {
  visit(args.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    if constexpr (kIsFloating<T>) {
      if (args.p == 1) return run_reduction<T, AbsoluteState>(args);
      if (args.p == HUGE_VAL) return run_reduction<T, LargestState>(args);
      if (args.p == -HUGE_VAL) return run_reduction<T, SmallestState>(args);
      args.p == 2 ? run_reduction<T, EuclideanState>(args) : run_reduction<T, PowerState>(args);
      if (args.p == 0) return;
      const double bound = std::pow(1e-280, 1 / args.p);  // below 1e-280 terms lose digits
      mend_results<T>(
          args,
          [&](double norm) {
            return !(norm > 0) || norm == HUGE_VAL || (args.p > 0 ? norm < bound : norm > bound);
          },
          [&](const Tensor& line, double) { return relative_norm<T>(line, args.p); });
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
