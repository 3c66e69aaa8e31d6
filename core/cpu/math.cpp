// SPDX-License-Identifier: BSD-3-Clause
// The math family on the CPU, compiled once for each instruction set. The transcendental functions
// are Highway's and float_math-inl.h's: within 3e-7 (float) and 6e-16 (double) of the exact value,
// relatively, on a range of arguments; the C library serves the arguments outside of it, NaN
// included.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/math.cpp"
#include <limits>

#include "hwy/foreach_target.h"

#include "core/cpu/float_math-inl.h"
#include "core/cpu/pointwise-inl.h"
#include "core/ops/math_functors.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The lanes of `fast` where `good`, else f(x) lane by lane.
template <class F, class D, class V, class M>
HWY_INLINE V mend(const F& f, D d, V x, V fast, M good) {
  if (HWY_LIKELY(hn::AllTrue(d, good))) return fast;
  using T = hn::TFromD<D>;
  HWY_ALIGN T from[hn::MaxLanes(d)], to[hn::MaxLanes(d)];
  hn::Store(x, d, from);
  for (size_t i = 0; i < hn::Lanes(d); ++i) to[i] = f(from[i]);
  return hn::IfThenElse(good, fast, hn::Load(d, to));
}

using fast::kExpLimit;
// |x| at most this: Highway reduces the arguments of sin and cos exactly enough.
template <class T>
constexpr T kAngleLimit = T(39000);

// Vectorized<functors::NAME<T>> computes EXPRESSION of the lanes x where GOOD, both in terms of d,
// T.
#define TOCHA_VECTOR_FUNCTION(NAME, GOOD, EXPRESSION)                 \
  template <class T>                                                  \
  struct Vectorized<functors::NAME<T>> {                              \
    static constexpr bool kAvailable = true;                          \
    template <class D, class V>                                       \
    static HWY_INLINE V apply(const functors::NAME<T>& f, D d, V x) { \
      return mend(f, d, x, EXPRESSION, GOOD);                         \
    }                                                                 \
  }

TOCHA_VECTOR_FUNCTION(Exp, fast::exp_serves(d, x), fast::exp_or_zero(d, x));
TOCHA_VECTOR_FUNCTION(Log,
                      hn::And(hn::Ge(x, hn::Set(d, std::numeric_limits<T>::min())),
                              hn::Lt(x, hn::Set(d, T(INFINITY)))),
                      fast::log(d, x));
TOCHA_VECTOR_FUNCTION(Log1p,
                      hn::And(hn::Gt(x, hn::Set(d, T(-1))), hn::Lt(x, hn::Set(d, T(INFINITY)))),
                      hn::Log1p(d, x));
// The sign of a zero is kept by way of x itself.
TOCHA_VECTOR_FUNCTION(Sin, hn::Le(hn::Abs(x), hn::Set(d, kAngleLimit<T>)),
                      hn::IfThenElse(hn::Eq(x, hn::Zero(d)), x, hn::Sin(d, x)));
TOCHA_VECTOR_FUNCTION(Cos, hn::Le(hn::Abs(x), hn::Set(d, kAngleLimit<T>)), hn::Cos(d, x));
TOCHA_VECTOR_FUNCTION(Tan, hn::Le(hn::Abs(x), hn::Set(d, kAngleLimit<T>)),
                      hn::IfThenElse(hn::Eq(x, hn::Zero(d)), x,
                                     hn::Div(hn::Sin(d, x), hn::Cos(d, x))));
TOCHA_VECTOR_FUNCTION(Asin, hn::Le(hn::Abs(x), hn::Set(d, T(1))), hn::Asin(d, x));
TOCHA_VECTOR_FUNCTION(Acos, hn::Le(hn::Abs(x), hn::Set(d, T(1))), hn::Acos(d, x));
TOCHA_VECTOR_FUNCTION(Atan, hn::Eq(x, x), hn::Atan(d, x));
TOCHA_VECTOR_FUNCTION(Sinh, hn::Le(hn::Abs(x), hn::Set(d, kExpLimit<T>)), hn::Sinh(d, x));
TOCHA_VECTOR_FUNCTION(Sigmoid, hn::Ge(x, hn::Set(d, -kExpLimit<T>)), fast::sigmoid(d, x));

// The same where EXPRESSION is right for every x.
#define TOCHA_TOTAL_FUNCTION(NAME, EXPRESSION)                      \
  template <class T>                                                \
  struct Vectorized<functors::NAME<T>> {                            \
    static constexpr bool kAvailable = true;                        \
    template <class D, class V>                                     \
    static HWY_INLINE V apply(const functors::NAME<T>&, D d, V x) { \
      (void)d;                                                      \
      return EXPRESSION;                                            \
    }                                                               \
  }

TOCHA_TOTAL_FUNCTION(Tanh, fast::tanh(d, x));
TOCHA_TOTAL_FUNCTION(Sqrt, fast::sqrt(d, x));

template <class T>
struct Vectorized<functors::Cosh<T>> {
  static constexpr bool kAvailable = true;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::Cosh<T>& f, D d, V x) {
    const V e = hn::Exp(d, hn::Abs(x)), half = hn::Set(d, T(0.5));
    return mend(f, d, x, hn::MulAdd(e, half, hn::Div(half, e)),
                hn::Le(hn::Abs(x), hn::Set(d, kExpLimit<T>)));
  }
};

void math(int op, const PointwiseArgs& args) { run_pointwise<MathOps, FloatingTypes>(op, args); }
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/kernels.h"

namespace tocha::cpu {
HWY_EXPORT(math);
void math(int op, const PointwiseArgs& args) { HWY_DYNAMIC_DISPATCH(math)(op, args); }
}  // namespace tocha::cpu
#endif
