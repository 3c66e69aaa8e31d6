// SPDX-License-Identifier: BSD-3-Clause
// The power family on the CPU, compiled once for each instruction set. Powers of floats are
// computed as exp(y log x) in double precision, exact to the last bit but one; doubles go to the C
// library.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/power.cpp"
#include "hwy/foreach_target.h"

#include "core/cpu/double_power-inl.h"
#include "core/cpu/pointwise-inl.h"
#include "core/ops/power_functors.h"
#include "hwy/contrib/math/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
#if HWY_TARGET != HWY_SCALAR

template <class D, class V>
requires(sizeof(hn::TFromD<D>) == 4) HWY_INLINE V power_lanes(D d, V x, V y) {
  const hn::Half<D> dh;
  const hn::Rebind<double, decltype(dh)> dd;
  const auto limit = hn::Set(dd, 200.0);  // beyond, the float is 0 or infinite
  auto half = [&](auto hx, auto hy) HWY_ATTR {
    const auto z = hn::Mul(hn::PromoteTo(dd, hy), hn::Log(dd, hn::PromoteTo(dd, hx)));
    return hn::DemoteTo(dh, hn::Exp(dd, hn::Max(hn::Neg(limit), hn::Min(z, limit))));
  };
  const V fast = hn::Combine(d, half(hn::UpperHalf(dh, x), hn::UpperHalf(dh, y)),
                             half(hn::LowerHalf(dh, x), hn::LowerHalf(dh, y)));
  const auto good =
      hn::And(hn::And(hn::Ge(x, hn::Set(d, 1.2e-38f)), hn::Lt(x, hn::Set(d, INFINITY))),
              hn::Le(hn::Abs(y), hn::Set(d, 1e30f)));
  return mend_power(d, x, y, fast, good);
}

template <class D, class V>
requires(sizeof(hn::TFromD<D>) == 8) HWY_INLINE V power_lanes(D d, V x, V y) {
  return any_double_power(d, x, y);
}

template <class T>
inline constexpr bool kHasPower = std::is_same_v<T, float> ||
                                  (std::is_same_v<T, double> && kHasDoublePower);

template <class T>
struct Vectorized<functors::Pow<T>> {
  static constexpr bool kAvailable = kHasPower<T>;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::Pow<T>& f, D d, V x) {
    return power_lanes(d, x, hn::Set(d, T(f.exponent)));
  }
};
template <class T>
struct Vectorized<functors::PowOf<T>> {
  static constexpr bool kAvailable = kHasPower<T>;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::PowOf<T>& f, D d, V y) {
    return power_lanes(d, hn::Set(d, T(f.base)), y);
  }
};
template <class T>
struct Vectorized<functors::PowEach<T>> {
  static constexpr bool kAvailable = kHasPower<T>;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::PowEach<T>&, D d, V x, V y) {
    return power_lanes(d, x, y);
  }
};

#endif
void power(int op, const PointwiseArgs& args) { run_pointwise<PowerOps>(op, args); }
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/kernels.h"

namespace tocha::cpu {
HWY_EXPORT(power);
void power(int op, const PointwiseArgs& args) { HWY_DYNAMIC_DISPATCH(power)(op, args); }
}  // namespace tocha::cpu
#endif
