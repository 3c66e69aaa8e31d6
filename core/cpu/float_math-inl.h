// SPDX-License-Identifier: BSD-3-Clause
// The functions of floats that networks spend their time in, within 3e-7 of the exact value,
// relatively. Highway's serve both precisions and every argument; these know that a float needs
// less, so that the memory and not the arithmetic limits a pass over a long tensor. Doubles get
// Highway's. The polynomials are minimax fits made in 200-bit arithmetic.
#if defined(TOCHA_CPU_FLOAT_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCHA_CPU_FLOAT_MATH_INL_H_
#undef TOCHA_CPU_FLOAT_MATH_INL_H_
#else
#define TOCHA_CPU_FLOAT_MATH_INL_H_
#endif

#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace fast {
namespace hn = hwy::HWY_NAMESPACE;

template <class D>
inline constexpr bool kFloat = sizeof(hn::TFromD<D>) == 4;

// c[0] + c[1] x + ... by Horner's rule.
template <class D, class V, size_t N>
HWY_INLINE V polynomial(D d, V x, const float (&c)[N]) {
  V sum = hn::Set(d, c[N - 1]);
  for (size_t i = N - 1; i-- > 0;) sum = hn::MulAdd(sum, x, hn::Set(d, c[i]));
  return sum;
}

// a / b for b that is normal and has a normal inverse.
template <class D, class V>
HWY_INLINE V quotient(D d, V a, V b) {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3
  // The estimate has 14 bits; a division takes as long as all the rest.
  const V r = hn::ApproximateReciprocal(b);
  return hn::Mul(a, hn::MulAdd(r, hn::NegMulAdd(b, r, hn::Set(d, 1.0f)), r));
#else
  (void)d;
  return hn::Div(a, b);
#endif
}

// |x| at most this: exp(x) is a normal number.
template <class T>
inline constexpr T kExpLimit = sizeof(T) == 4 ? T(87) : T(706);

/// e^x where |x| <= kExpLimit.
template <class D, class V>
HWY_INLINE V exp(D d, V x) {
  if constexpr (kFloat<D>) {
    // e^x = 2^n e^r. Adding 1.5 * 2^23 rounds to a whole number, in the low bits of the sum; with
    // 127 added too, these are the exponent bits of 2^n.
    constexpr float kQ[] = {0x1.fffffcp-2f, 0x1.55549p-3f, 0x1.5558f4p-5f, 0x1.123a4p-7f,
                            0x1.6a238cp-10f};
    const hn::RebindToUnsigned<D> du;
    const V magic = hn::Set(d, 12582912.0f + 127.0f);
    const V biased = hn::MulAdd(x, hn::Set(d, 1.442695041f), magic);
    const V n = hn::Sub(biased, magic);
    V r = hn::NegMulAdd(n, hn::Set(d, 0.693145752f), x);
    r = hn::NegMulAdd(n, hn::Set(d, 1.42860677e-6f), r);
    const V square = hn::Mul(r, r);
    const V e = hn::Add(hn::MulAdd(polynomial(d, r, kQ), square, r), hn::Set(d, 1.0f));
    return hn::Mul(e, hn::BitCast(d, hn::ShiftLeft<23>(hn::BitCast(du, biased))));
  } else {
    return hn::Exp(d, x);
  }
}

/// e^x where `exp_serves`: not where it overflows, nor (floats) where it is nearly too small for a
/// normal number.
template <class D, class V>
HWY_INLINE V exp_or_zero(D d, V x) {
  if constexpr (kFloat<D>) {
    const V lowest = hn::Set(d, -kExpLimit<float>);
    return hn::IfThenElseZero(hn::Ge(x, lowest), exp(d, hn::Max(x, lowest)));
  } else {
    return hn::Exp(d, x);
  }
}
template <class D, class V>
HWY_INLINE hn::Mask<D> exp_serves(D d, V x) {
  using T = hn::TFromD<D>;
  const auto fits = hn::Le(x, hn::Set(d, kExpLimit<T>));
  if constexpr (!kFloat<D>) return fits;
  const auto normal = hn::Ge(x, hn::Set(d, -kExpLimit<T>));
  return hn::And(fits, hn::Or(normal, hn::Lt(x, hn::Set(d, T(-104)))));
}

/// The natural logarithm of a normal, finite x > 0 (of doubles, any finite x > 0).
template <class D, class V>
HWY_INLINE V log(D d, V x) {
  if constexpr (kFloat<D>) {
    // x = 2^n (1 + r) with 1 + r in [2/3, 4/3): log x = n log 2 + r + r^2 Q(r).
    constexpr float kQ[] = {-0x1p-1f,        0x1.555502p-2f,  -0x1.fffe86p-3f,
                            0x1.99d1f4p-3f,  -0x1.55a746p-3f, 0x1.1ebe6p-3f,
                            -0x1.f25f2ep-4f, 0x1.1ed162p-3f,  -0x1.092f16p-3f};
    const hn::RebindToSigned<D> di;
    const auto two_thirds = hn::Set(di, 0x3f2aaaab);
    const auto bits = hn::Sub(hn::BitCast(di, x), two_thirds);
    const V n = hn::ConvertTo(d, hn::ShiftRight<23>(bits));
    const V r = hn::Sub(hn::BitCast(d, hn::Add(hn::And(bits, hn::Set(di, 0x007fffff)), two_thirds)),
                        hn::Set(d, 1.0f));
    const V square = hn::Mul(r, r);
    const V low = hn::MulAdd(n, hn::Set(d, 1.42860677e-6f), hn::Mul(square, polynomial(d, r, kQ)));
    return hn::MulAdd(n, hn::Set(d, 0.693145752f), hn::Add(low, r));
  } else {
    return hn::Log(d, x);
  }
}

/// tanh(x), of every x.
template <class D, class V>
HWY_INLINE V tanh(D d, V x) {
  if constexpr (kFloat<D>) {
    // x P(x^2) / Q(x^2) up to where the float is 1.
    constexpr float kP[] = {1.0f, 0x1.120f54p-3f, 0x1.ca4c7ap-9f, 0x1.5a06a2p-16f, 0x1.cb9bfep-27f};
    constexpr float kQ[] = {1.0f, 0x1.de5cf4p-2f, 0x1.a8072ap-6f, 0x1.58afeap-12f, 0x1.a1fa56p-21f};
    const V limit = hn::Set(d, 9.01f), one = hn::Set(d, 1.0f);
    const V inner = hn::Min(hn::Max(x, hn::Neg(limit)), limit);
    const V z = hn::Mul(inner, inner);
    const V y = quotient(d, hn::Mul(inner, polynomial(d, z, kP)), polynomial(d, z, kQ));
    return hn::IfThenElse(hn::IsNaN(x), x, hn::Min(hn::Max(y, hn::Neg(one)), one));
  } else {
    return hn::IfThenElse(hn::IsNaN(x), x, hn::Tanh(d, x));
  }
}

/// 1 / (1 + e^-x) where x >= -kExpLimit.
template <class D, class V>
HWY_INLINE V sigmoid(D d, V x) {
  using T = hn::TFromD<D>;
  const V one = hn::Set(d, T(1));
  if constexpr (kFloat<D>) {
    const V e = exp(d, hn::Neg(hn::Min(x, hn::Set(d, kExpLimit<T>))));
    return quotient(d, one, hn::Add(one, e));
  } else {
    return hn::Div(one, hn::Add(one, hn::Exp(d, hn::Neg(x))));
  }
}

/// The square root, of every x, correctly rounded.
template <class D, class V>
HWY_INLINE V sqrt(D d, V x) {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3
  // Two of Markstein's steps (IA-64 and Elementary Functions, 2000) from the estimate of 14 bits
  // take half as long as the instruction; compared with it on every float of [1, 4).
  // Below 2^-100 the last remainder would not be exact.
  if constexpr (kFloat<D>) {
    const auto normal =
        hn::And(hn::Ge(x, hn::Set(d, 0x1p-100f)), hn::Le(x, hn::Set(d, 3.40282347e38f)));
    if (HWY_LIKELY(hn::AllTrue(d, normal))) {
      const V half = hn::Set(d, 0.5f), r = hn::ApproximateReciprocalSqrt(x);
      const V g = hn::Mul(x, r), h = hn::Mul(r, half);
      const V error = hn::NegMulAdd(g, h, half);
      const V root = hn::MulAdd(g, error, g);
      return hn::MulAdd(hn::NegMulAdd(root, root, x), hn::MulAdd(h, error, h), root);
    }
  }
#endif
  (void)d;
  return hn::Sqrt(x);
}

}  // namespace fast
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // include guard
