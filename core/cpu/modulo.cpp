// SPDX-License-Identifier: BSD-3-Clause
// The modulo family on the CPU, compiled once for each instruction set. With a fused multiply-add
// x - q y is exact as long as the quotient q is: fmod is then a division and a correction, the same
// to the bit as the C library's, which goes bit by bit.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/modulo.cpp"
#include "hwy/foreach_target.h"

#include <cmath>

#include "core/cpu/pointwise-inl.h"
#include "core/ops/modulo_functors.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
#if HWY_NATIVE_FMA && HWY_TARGET != HWY_SCALAR
namespace hn = hwy::HWY_NAMESPACE;

// One element after the other: quotients beyond the mantissa, infinities, NaN, a divisor of 0.
template <class D, class V>
HWY_NOINLINE V library_fmod(D d, V x, V y) {
  using T = hn::TFromD<D>;
  HWY_ALIGN T a[hn::MaxLanes(d)], b[hn::MaxLanes(d)];
  hn::Store(x, d, a);
  hn::Store(y, d, b);
  for (size_t i = 0; i < hn::Lanes(d); ++i) a[i] = std::fmod(a[i], b[i]);
  return hn::Load(d, a);
}

template <class D, class V>
HWY_INLINE V fmod_lanes(D d, V x, V y) {
  using T = hn::TFromD<D>;
  const V a = hn::Abs(x), b = hn::Abs(y), q = hn::Trunc(hn::Div(a, b));
  const auto good = hn::And(hn::Lt(q, hn::Set(d, sizeof(T) == 4 ? T(0x1p23) : T(0x1p52))),
                            hn::Lt(b, hn::Set(d, T(INFINITY))));
  if (!hn::AllTrue(d, good)) return library_fmod(d, x, y);
  const V r = hn::NegMulAdd(q, b, a);
  // A quotient that was rounded up to the next whole number is one too large.
  const V corrected = hn::IfThenElse(hn::Lt(r, hn::Zero(d)), hn::Add(r, b), r);
  return hn::CopySign(corrected, x);
}

template <class T>
struct Vectorized<functors::FmodScalar<T>> {
  static constexpr bool kAvailable = std::is_same_v<T, float> || std::is_same_v<T, double>;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::FmodScalar<T>& f, D d, V x) {
    return fmod_lanes(d, x, hn::Set(d, f.number));
  }
};
template <class T>
struct Vectorized<functors::Fmod<T>> {
  static constexpr bool kAvailable = std::is_same_v<T, float> || std::is_same_v<T, double>;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::Fmod<T>&, D d, V x, V y) {
    return fmod_lanes(d, x, y);
  }
};

#endif
void modulo(int op, const PointwiseArgs& args) { run_pointwise<ModuloOps>(op, args); }
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/kernels.h"

namespace tocha::cpu {
HWY_EXPORT(modulo);
void modulo(int op, const PointwiseArgs& args) { HWY_DYNAMIC_DISPATCH(modulo)(op, args); }
}  // namespace tocha::cpu
#endif
