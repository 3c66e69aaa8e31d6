// SPDX-License-Identifier: BSD-3-Clause
// Pointwise layers on the CPU, compiled once for each instruction set. Exponentials and logarithms
// are Highway's; their arguments here never leave the range in which these are exact to a few units
// in the last place (core/cpu/math.cpp), but for NaN, which each form passes on.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/activation.cpp"
#include "hwy/foreach_target.h"

#include "core/cpu/pointwise-inl.h"
#include "core/nn/activation_functors.h"
#include "hwy/contrib/math/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class T>
struct Vectorized<functors::Elu<T>> {
  static constexpr bool kAvailable = true;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::Elu<T>& f, D d, V x) {
    return hn::IfThenElse(hn::Le(x, hn::Zero(d)), hn::Mul(hn::Expm1(d, x), hn::Set(d, f.number)),
                          x);
  }
};
template <class T>
struct Vectorized<functors::SoftPlus<T>> {
  static constexpr bool kAvailable = true;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::SoftPlus<T>& f, D d, V x) {
    const V beta = hn::Set(d, f.beta), z = hn::Mul(x, beta);
    return hn::IfThenElse(hn::Le(z, hn::Set(d, f.threshold)),
                          hn::Div(hn::Log1p(d, hn::Exp(d, z)), beta), x);
  }
};
template <class T>
struct Vectorized<functors::SoftPlusGrad<T>> {
  static constexpr bool kAvailable = true;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::SoftPlusGrad<T>& f, D d, V y, V dy) {
    const V z = hn::Mul(y, hn::Set(d, f.beta));
    const V slope = hn::Neg(hn::Expm1(d, hn::Neg(z)));
    const V inner = hn::Mul(dy, hn::IfThenElse(hn::Eq(z, z), slope, z));
    return hn::IfThenElse(hn::Gt(z, hn::Set(d, f.threshold)), dy, inner);
  }
};
template <class T>
struct Vectorized<functors::LogSigmoid<T>> {
  static constexpr bool kAvailable = true;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::LogSigmoid<T>&, D d, V x) {
    const V rest = hn::Log1p(d, hn::Exp(d, hn::Neg(hn::Abs(x))));
    return hn::IfThenElse(hn::Eq(x, x), hn::Sub(hn::Min(x, hn::Zero(d)), rest), x);
  }
};
template <class T>
struct Vectorized<functors::LogSigmoidGrad<T>> {
  static constexpr bool kAvailable = true;
  template <class D, class V>
  static HWY_INLINE V apply(const functors::LogSigmoidGrad<T>&, D d, V x, V dy) {
    // Beyond this the gradient is smaller than any normal number.
    const V limit = hn::Set(d, sizeof(T) == 4 ? T(87) : T(706));
    const V e = hn::Exp(d, hn::IfThenElse(hn::Gt(x, limit), limit, x));
    const V slope = hn::Div(hn::Set(d, T(1)), hn::Add(hn::Set(d, T(1)), e));
    return hn::Mul(dy, hn::IfThenElse(hn::Eq(x, x), slope, x));
  }
};

void activation(int op, const PointwiseArgs& args) {
  run_pointwise<ActivationOps, FloatingTypes>(op, args);
}
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/kernels.h"

namespace tocha::cpu {
HWY_EXPORT(activation);
void activation(int op, const PointwiseArgs& args) { HWY_DYNAMIC_DISPATCH(activation)(op, args); }
}  // namespace tocha::cpu
#endif
