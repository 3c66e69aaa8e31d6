// SPDX-License-Identifier: BSD-3-Clause
// x^y for vectors of doubles, within 0.6 units in the last place, so that a power which is a double
// comes out exactly. The logarithm has some 67 bits, as the sum of two doubles: a table holds it
// for 128 numbers, a short series leads from the nearest of them to x. Needs exact products (FMA).
#if defined(TOCHA_CPU_DOUBLE_POWER_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCHA_CPU_DOUBLE_POWER_INL_H_
#undef TOCHA_CPU_DOUBLE_POWER_INL_H_
#else
#define TOCHA_CPU_DOUBLE_POWER_INL_H_
#endif

#include <bit>
#include <cmath>

#include "hwy/highway.h"

#ifndef TOCHA_CPU_DOUBLE_POWER_TABLE_
#define TOCHA_CPU_DOUBLE_POWER_TABLE_
namespace tocha::cpu {

// What a mantissa z of [0.6875, 1.375) is near to: `inverse` of that number and minus its
// logarithm, of which `high` ends 42 bits after the point, so that multiples of log 2 are added
// exactly. The interval is cut by the mantissa's bits; around 1 the number is 1.
struct PowerTable {
  static constexpr int kBits = 7, kSize = 1 << kBits;
  static constexpr uint64_t kFirst = 0x3fe6000000000000;  // of 0.6875
  alignas(64) double inverse[kSize];
  alignas(64) double high[kSize];
  alignas(64) double low[kSize];

  constexpr PowerTable() : inverse(), high(), low() {
    for (int i = 0; i < kSize; ++i) {
      const uint64_t step = uint64_t(1) << (52 - kBits);
      const double from = std::bit_cast<double>(kFirst + uint64_t(i) * step);
      const double to = std::bit_cast<double>(kFirst + uint64_t(i + 1) * step);
      const double near = from == 1 || to == 1 ? 1 : (from + to) / 2;
      inverse[i] = 1 / near;
      const long double logarithm = -log(inverse[i]);
      high[i] = double((long long)(logarithm * 0x1p42L)) * 0x1p-42;
      low[i] = double(logarithm - high[i]);
    }
  }

 private:
  // 2 artanh((x - 1) / (x + 1)), by its series.
  static constexpr long double log(long double x) {
    const long double s = (x - 1) / (x + 1);
    long double sum = 0;
    for (int n = 61; n > 0; n -= 2) sum = sum * s * s + 2.0L / n;
    return sum * s;
  }
};
inline constexpr PowerTable kPowerTable;

}  // namespace tocha::cpu
#endif

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_NATIVE_FMA
inline constexpr bool kHasDoublePower = true;

// c[0] + c[1] x + ... by Horner's rule.
template <class D, class V, size_t N>
HWY_INLINE V horner(D d, V x, const double (&c)[N]) {
  V sum = hn::Set(d, c[N - 1]);
  for (size_t i = N - 1; i-- > 0;) sum = hn::MulAdd(sum, x, hn::Set(d, c[i]));
  return sum;
}

/// x^y in the lanes that `good` is set for: x positive and normal, the result normal with some
/// room.
template <class D, class V>
HWY_INLINE V double_power(D d, V x, V y, hn::Mask<D>* good) {
  constexpr double kLn2High = 0x1.62e42fefa38p-1, kLn2Low = 0x1.ef35793c7673p-45;
  constexpr double kLog[] = {1 / 3.0, -1 / 4.0, 1 / 5.0, -1 / 6.0, 1 / 7.0, -1 / 8.0, 1 / 9.0};
  constexpr double kExp[] = {0x1.000000000000ap-1,  0x1.55555555554fcp-3,  0x1.5555555550872p-5,
                             0x1.11111111272c9p-7,  0x1.6c16c1842b153p-10, 0x1.a01a012d8cc15p-13,
                             0x1.a0199a0ca4761p-16, 0x1.71df1e076e7b3p-19, 0x1.28ad7048808e6p-22,
                             0x1.ad8b0b328e817p-26};
  const hn::RebindToSigned<D> di;
  const V one = hn::Set(d, 1.0), half = hn::Set(d, 0.5);

  // x = 2^e z; e log 2 - log(inverse) is exact in its high part.
  const auto bits = hn::Sub(hn::BitCast(di, x), hn::Set(di, int64_t(PowerTable::kFirst)));
  const auto at = hn::And(hn::ShiftRight<52 - PowerTable::kBits>(bits),
                          hn::Set(di, int64_t(PowerTable::kSize - 1)));
  const auto exponent = hn::ShiftRight<52>(bits);
  const V z = hn::BitCast(d, hn::Sub(hn::BitCast(di, x), hn::ShiftLeft<52>(exponent)));
  const V e = hn::ConvertTo(d, exponent);
  const V inverse = hn::GatherIndex(d, kPowerTable.inverse, at);
  const V base = hn::MulAdd(e, hn::Set(d, kLn2High), hn::GatherIndex(d, kPowerTable.high, at));
  const V base_low = hn::MulAdd(e, hn::Set(d, kLn2Low), hn::GatherIndex(d, kPowerTable.low, at));

  // z inverse = 1 + r + r_low; log(1 + r) = r - r^2 / 2 + r^3 P(r).
  const V product = hn::Mul(z, inverse);
  const V r = hn::Sub(product, one), r_low = hn::MulSub(z, inverse, product);
  const V square = hn::Mul(r, r), square_low = hn::MulSub(r, r, square);
  const V sum = hn::Add(base, r), sum_low = hn::Add(hn::Sub(base, sum), r);
  const V log = hn::NegMulAdd(half, square, sum);
  const V log_low = hn::NegMulAdd(half, square, hn::Sub(sum, log));
  V rest = hn::MulAdd(hn::Mul(square, r), horner(d, r, kLog), hn::Add(base_low, sum_low));
  rest = hn::Add(hn::NegMulAdd(half, square_low, rest), hn::Add(r_low, log_low));
  const V high = hn::Add(log, rest), low = hn::Add(hn::Sub(log, high), rest);

  // e^(y log x) = 2^n e^t.
  const V power = hn::Mul(y, high);
  const V power_low = hn::MulAdd(y, low, hn::MulSub(y, high, power));
  *good = hn::And(hn::And(hn::Ge(x, hn::Set(d, 0x1p-1022)), hn::Lt(x, hn::Inf(d))),
                  hn::Le(hn::Abs(power), hn::Set(d, 706.0)));
  const V magic = hn::Set(d, 0x1.8p52 + 1023);
  const V biased = hn::MulAdd(power, hn::Set(d, 0x1.71547652b82fep+0), magic);
  const V n = hn::Sub(biased, magic);
  const V t = hn::NegMulAdd(n, hn::Set(d, kLn2High), power);
  const V t_low = hn::NegMulAdd(n, hn::Set(d, kLn2Low), power_low);
  const V whole = hn::Add(t, t_low);
  const V near = hn::Add(one, t), near_low = hn::Add(hn::Sub(one, near), t);
  const V tail =
      hn::MulAdd(hn::Mul(whole, whole), horner(d, whole, kExp), hn::Add(near_low, t_low));
  const auto scale = hn::ShiftLeft<52>(hn::BitCast(di, biased));
  return hn::Mul(hn::Add(near, tail), hn::BitCast(d, scale));
}
#else
inline constexpr bool kHasDoublePower = false;
#endif

#if HWY_TARGET != HWY_SCALAR
// The lanes of `fast` where `good`, else the C library's.
template <class D, class V, class M>
HWY_INLINE V mend_power(D d, V x, V y, V fast, M good) {
  if (HWY_LIKELY(hn::AllTrue(d, good))) return fast;
  using T = hn::TFromD<D>;
  HWY_ALIGN T a[hn::MaxLanes(d)], b[hn::MaxLanes(d)];
  hn::Store(x, d, a);
  hn::Store(y, d, b);
  for (size_t i = 0; i < hn::Lanes(d); ++i) a[i] = std::pow(a[i], b[i]);
  return hn::IfThenElse(good, fast, hn::Load(d, a));
}

/// x^y of any doubles.
template <class D, class V>
HWY_INLINE V any_double_power(D d, V x, V y) {
#if HWY_NATIVE_FMA
  hn::Mask<D> good;
  const V fast = double_power(d, x, y, &good);
  return mend_power(d, x, y, fast, good);
#else
  return mend_power(d, x, y, x, hn::Lt(x, x));
#endif
}
#endif

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // include guard
