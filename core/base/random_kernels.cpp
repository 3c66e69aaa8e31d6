// SPDX-License-Identifier: BSD-3-Clause
// See random_kernels.h. Compiled once for each instruction set by Highway.
//
// Normal deviates in float: log, sin and cos are computed in double with an error of about one
// unit in the last place, which is enough to know the float that the C library's functions would
// lead to, but for about one value in 10^7. Those are recognized and computed again with the C
// library's functions, so that the stream is Torch7's, bit for bit.
//
// The functions know what they are given: multiples of 2^-32 in [0, 1), so there are no special
// values, and the quadrant of an angle is exact. The polynomials were fitted at Chebyshev nodes in
// 300-bit arithmetic.
#include "core/base/random_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/base/random_kernels.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace tocha::random_kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// --- Mersenne Twister -------------------------------------------------------------------------

constexpr int kShift = 397;  // distance of the word that is mixed in

// New word from the old one, its successor and the word `kShift` ahead.
template <class D, class V>
V twist_word(D d, V word, V next, V ahead) {
  const V high = hn::Set(d, 0x80000000u);
  const V mixed = hn::Or(hn::And(word, high), hn::AndNot(high, next));
  const V odd = hn::Sub(hn::Zero(d), hn::And(next, hn::Set(d, 1u)));  // all ones where odd
  const V feedback = hn::And(odd, hn::Set(d, 0x9908b0dfu));
  return hn::Xor(ahead, hn::Xor(hn::ShiftRight<1>(mixed), feedback));
}

// Words [begin, end): each mixes in the word `offset` away, which is at least a vector's length
// behind or wholly ahead, so that a vector of words can be made at a time.
template <class D>
void twist_range(D d, uint32_t* state, int begin, int end, int offset) {
  const int lanes = static_cast<int>(hn::Lanes(d));
  int i = begin;
  for (; i + lanes <= end; i += lanes) {
    const auto fresh = twist_word(d, hn::LoadU(d, state + i), hn::LoadU(d, state + i + 1),
                                  hn::LoadU(d, state + i + offset));
    hn::StoreU(fresh, d, state + i);
  }
  const hn::CappedTag<uint32_t, 1> one;
  for (; i < end; ++i) {
    const auto fresh = twist_word(one, hn::LoadU(one, state + i), hn::LoadU(one, state + i + 1),
                                  hn::LoadU(one, state + i + offset));
    hn::StoreU(fresh, one, state + i);
  }
}

void Twist(uint32_t* state) {
  const hn::ScalableTag<uint32_t> d;
  twist_range(d, state, 0, kWords - kShift, kShift);
  twist_range(d, state, kWords - kShift, kWords - 1, kShift - kWords);
  const hn::CappedTag<uint32_t, 1> one;  // the last word's successor is the new first word
  const auto last = twist_word(one, hn::LoadU(one, state + kWords - 1), hn::LoadU(one, state),
                               hn::LoadU(one, state + kShift - 1));
  hn::StoreU(last, one, state + kWords - 1);
}

template <class D>
void temper_at(D d, const uint32_t* words, uint32_t* out) {
  auto y = hn::LoadU(d, words);
  y = hn::Xor(y, hn::ShiftRight<11>(y));
  y = hn::Xor(y, hn::And(hn::ShiftLeft<7>(y), hn::Set(d, 0x9d2c5680u)));
  y = hn::Xor(y, hn::And(hn::ShiftLeft<15>(y), hn::Set(d, 0xefc60000u)));
  y = hn::Xor(y, hn::ShiftRight<18>(y));
  hn::StoreU(y, d, out);
}

void Temper(const uint32_t* words, int64_t n, uint32_t* out) {
  const hn::ScalableTag<uint32_t> d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  int64_t i = 0;
  for (; i + lanes <= n; i += lanes) temper_at(d, words + i, out + i);
  for (; i < n; ++i) temper_at(hn::CappedTag<uint32_t, 1>(), words + i, out + i);
}

// --- Box and Muller ---------------------------------------------------------------------------

constexpr double kTwo52 = 0x1p52;  // its low mantissa bits are the integers: exact conversions

// c[0] + c[1] x + ... by Horner's rule.
template <class D, class V, size_t N>
V polynomial(D d, V x, const double (&c)[N]) {
  V sum = hn::Set(d, c[N - 1]);
  for (size_t i = N - 1; i-- > 0;) sum = hn::Add(hn::Mul(sum, x), hn::Set(d, c[i]));
  return sum;
}

// sqrt(-2 log(v)) for v in [2^-32, 1].
//
// v 2^k = 1 + f with 1 + f in [sqrt(1/2), sqrt(2)), and with s = f / (2 + f), z = s^2:
// log(1 + f) = 2 atanh(s) = 2 s + s z P(z). Written as f - (f^2/2 - s (f^2/2 + z P)), the large
// term f is exact and only small ones are rounded.
template <class D, class V>
V radius(D d, V v) {
  constexpr double kP[] = {0x1.5555555555558p-1, 0x1.9999999995273p-2, 0x1.2492492dfd86cp-2,
                           0x1.c71c62d5e53e0p-3, 0x1.7462b91b8df65p-3, 0x1.39fdcceb4bb45p-3,
                           0x1.2b5f68a50d903p-3};
  constexpr uint64_t kSqrt2 = 0x3ff6a09e667f3bcd;  // the bits of sqrt(2)
  const hn::RebindToUnsigned<D> du;
  const auto bits = hn::BitCast(du, v);
  const auto k_bits = hn::ShiftRight<52>(hn::Sub(hn::Set(du, kSqrt2 - 1), bits));
  const V two52 = hn::Set(d, kTwo52);
  const V k = hn::Sub(hn::BitCast(d, hn::Or(k_bits, hn::BitCast(du, two52))), two52);
  const V f = hn::Sub(hn::BitCast(d, hn::Add(bits, hn::ShiftLeft<52>(k_bits))), hn::Set(d, 1.0));
  const V s = hn::Div(f, hn::Add(f, hn::Set(d, 2.0)));
  const V z = hn::Mul(s, s);
  const V half_square = hn::Mul(hn::Set(d, 0.5), hn::Mul(f, f));
  const V series = hn::Mul(s, hn::Add(half_square, hn::Mul(z, polynomial(d, z, kP))));
  const V small = hn::Sub(series, hn::Mul(k, hn::Set(d, 0x1.a39ef35793c76p-33)));  // log 2, low
  const V rest = hn::Sub(hn::Sub(half_square, small), f);
  const V minus_log = hn::Add(hn::Mul(k, hn::Set(d, 0x1.62e42feep-1)), rest);  // log 2, high
  return hn::Sqrt(hn::Add(minus_log, minus_log));
}

// cos and sin of the double nearest to 2 pi x, x in [0, 1): Torch7 rounds there, so we do.
//
// The nearest multiple q of pi/2 follows exactly from x. Its difference from the angle is kept in
// two parts, high and low, so that it is accurate where the two almost cancel.
template <class D, class V>
void direction(D d, V x, V* cosine, V* sine) {
  constexpr double kSin[] = {-0x1.5555555555555p-3, 0x1.1111111110bb1p-7,   -0x1.a01a019e8357dp-13,
                             0x1.71de37961e4c6p-19, -0x1.ae600a926c89ap-26, 0x1.5e0af186af739p-33};
  constexpr double kCos[] = {0x1.5555555555555p-5,  -0x1.6c16c16c16966p-10,
                             0x1.a01a019f4e867p-16, -0x1.27e4fa17a41b4p-22,
                             0x1.1eeb68b109173p-29, -0x1.907d7aebd5e3dp-37};
  const hn::RebindToUnsigned<D> du;
  const V half = hn::Set(d, 0.5);
  const V angle = hn::Mul(hn::Set(d, 0x1.921fb54442d18p+2), x);
  const V two52 = hn::Set(d, kTwo52);
  const V biased = hn::Add(hn::Mul(hn::Set(d, 4.0), x), two52);
  const V q = hn::Sub(biased, two52);
  const auto quadrant = hn::BitCast(du, biased);

  const V coarse = hn::Sub(angle, hn::Mul(q, hn::Set(d, 0x1.921fb544p+0)));
  const V middle = hn::Mul(q, hn::Set(d, 0x1.0b4611a62633p-34));
  const V high = hn::Sub(coarse, middle);
  const V low = hn::Sub(hn::Sub(hn::Sub(coarse, high), middle),
                        hn::Mul(q, hn::Set(d, 0x1.45c06e0e68948p-86)));

  const V z = hn::Mul(high, high);
  const V cube = hn::Mul(z, high);
  // sin(high + low) = high + (low (1 - z/2) + high^3 P(z))
  const V sin_tail =
      hn::Add(hn::Mul(cube, polynomial(d, z, kSin)), hn::Sub(low, hn::Mul(low, hn::Mul(half, z))));
  const V sin_r = hn::Add(high, sin_tail);
  // cos(high + low) = 1 - z/2 + (z^2 Q(z) - high low), the first difference with its rounding
  const V half_z = hn::Mul(half, z);
  const V one = hn::Set(d, 1.0);
  const V near_one = hn::Sub(one, half_z);
  const V lost = hn::Sub(hn::Sub(one, near_one), half_z);
  const V cos_tail = hn::Sub(hn::Mul(hn::Mul(z, z), polynomial(d, z, kCos)), hn::Mul(high, low));
  const V cos_r = hn::Add(near_one, hn::Add(lost, cos_tail));

  const auto swap = hn::RebindMask(d, hn::TestBit(quadrant, hn::Set(du, uint64_t{1})));
  const auto two = hn::Set(du, uint64_t{2});
  const auto cos_sign = hn::And(hn::Add(quadrant, hn::Set(du, uint64_t{1})), two);
  const auto sin_sign = hn::And(quadrant, two);
  *cosine =
      hn::Xor(hn::IfThenElse(swap, sin_r, cos_r), hn::BitCast(d, hn::ShiftLeft<62>(cos_sign)));
  *sine = hn::Xor(hn::IfThenElse(swap, cos_r, sin_r), hn::BitCast(d, hn::ShiftLeft<62>(sin_sign)));
}

// A word as a fraction of 2^32.
template <class D, class VU32>
auto fraction(D d, VU32 words) {
  const hn::RebindToUnsigned<D> du;
  const auto two52 = hn::Set(d, kTwo52);
  const auto wide = hn::Or(hn::PromoteTo(du, words), hn::BitCast(du, two52));
  return hn::Mul(hn::Sub(hn::BitCast(d, wide), two52), hn::Set(d, 0x1p-32));
}

// radius * direction * std + mean as a float; `doubtful` tells the lanes in which an error of a
// few units in the last place of either term would change it.
template <class D, class V, class M>
auto scaled(D d, V rho, V way, V std, V mean, M* doubtful) {
  const hn::Rebind<float, D> df;
  const V term = hn::Mul(hn::Mul(rho, way), std);
  const V value = hn::Add(term, mean);
  const V error = hn::Mul(hn::Add(hn::Abs(term), hn::Abs(value)), hn::Set(d, 0x1p-50));
  const auto low = hn::DemoteTo(df, hn::Sub(value, error));
  const auto high = hn::DemoteTo(df, hn::Add(value, error));
  *doubtful = hn::Ne(low, high);
  return low;
}

template <class D>
void normal_step(D d, const uint32_t* words, double mean, double std, float* out) {
  const hn::Rebind<uint32_t, D> d32;
  const hn::Rebind<float, D> df;
  hn::Vec<decltype(d32)> x_words, y_words;
  hn::LoadInterleaved2(d32, words, x_words, y_words);
  const auto rho = radius(d, hn::Sub(hn::Set(d, 1.0), fraction(d, y_words)));
  hn::Vec<D> cosine, sine;
  direction(d, fraction(d, x_words), &cosine, &sine);
  hn::Mask<decltype(df)> even_doubtful, odd_doubtful;
  const auto even = scaled(d, rho, cosine, hn::Set(d, std), hn::Set(d, mean), &even_doubtful);
  const auto odd = scaled(d, rho, sine, hn::Set(d, std), hn::Set(d, mean), &odd_doubtful);
  hn::StoreInterleaved2(even, odd, df, out);
  if (HWY_LIKELY(hn::AllFalse(df, hn::Or(even_doubtful, odd_doubtful)))) return;
  for (size_t i = 0; i < hn::Lanes(d); ++i) {
    double pair[2];
    normal_pair(words[2 * i] * 0x1p-32, words[2 * i + 1] * 0x1p-32, mean, std, pair);
    out[2 * i] = static_cast<float>(pair[0]);
    out[2 * i + 1] = static_cast<float>(pair[1]);
  }
}

void NormalFloats(const uint32_t* words, int64_t pairs, double mean, double std, float* out) {
  const hn::ScalableTag<double> d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  int64_t i = 0;
  for (; i + lanes <= pairs; i += lanes) normal_step(d, words + 2 * i, mean, std, out + 2 * i);
  const hn::CappedTag<double, 1> one;
  for (; i < pairs; ++i) normal_step(one, words + 2 * i, mean, std, out + 2 * i);
}

}  // namespace tocha::random_kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::random_kernels {
HWY_EXPORT(Twist);
HWY_EXPORT(Temper);
HWY_EXPORT(NormalFloats);

void twist(uint32_t* state) { HWY_DYNAMIC_DISPATCH(Twist)(state); }
void temper(const uint32_t* words, int64_t n, uint32_t* out) {
  HWY_DYNAMIC_DISPATCH(Temper)(words, n, out);
}
void normal_floats(const uint32_t* words, int64_t pairs, double mean, double std, float* out) {
  HWY_DYNAMIC_DISPATCH(NormalFloats)(words, pairs, mean, std, out);
}
}  // namespace tocha::random_kernels
#endif
