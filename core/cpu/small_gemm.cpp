// SPDX-License-Identifier: BSD-3-Clause
// Compiled once for each instruction set. A block of c, some rows by one or two vectors of columns,
// stays in registers while the inner dimension runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/small_gemm.cpp"
#include "hwy/foreach_target.h"

#include <algorithm>

#include "core/cpu/small_gemm.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

// Blocks of that many rows fit the registers: 32 of them, or 16.
#if HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64
constexpr int kRows = 8;
#else
constexpr int kRows = 4;
#endif

// The lanes of a mask (the first ones) from memory and to it, touching nothing else.
#if HWY_MEM_OPS_MIGHT_FAULT
template <class D, class T, class M>
HWY_INLINE hn::Vec<D> load_lanes(D d, M mask, const T* from) {
  HWY_ALIGN T lanes[hn::MaxLanes(d)] = {};
  std::copy(from, from + hn::CountTrue(d, mask), lanes);
  return hn::Load(d, lanes);
}
template <class D, class V, class T, class M>
HWY_INLINE void store_lanes(D d, M mask, V v, T* to) {
  HWY_ALIGN T lanes[hn::MaxLanes(d)];
  hn::Store(v, d, lanes);
  std::copy(lanes, lanes + hn::CountTrue(d, mask), to);
}
#else
template <class D, class T, class M>
HWY_INLINE hn::Vec<D> load_lanes(D d, M mask, const T* from) {
  return hn::MaskedLoad(mask, d, from);
}
template <class D, class V, class T, class M>
HWY_INLINE void store_lanes(D d, M mask, V v, T* to) {
  hn::BlendedStore(v, mask, d, to);
}
#endif

// Rows i ... i + R - 1 of c, V vectors of columns from j; `last` masks the last vector's lanes.
template <int R, int V, bool kMasked, class T, class D, class M>
HWY_ATTR void block(const SmallProduct<T>& p, D d, int64_t i, int64_t j, M last) {
  const int64_t lanes = int64_t(hn::Lanes(d));
  auto load = [&](const T* from, int v) HWY_ATTR {
    return kMasked && v == V - 1 ? load_lanes(d, last, from + v * lanes)
                                 : hn::LoadU(d, from + v * lanes);
  };
  hn::Vec<D> sums[R][V];
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < V; ++v) sums[r][v] = hn::Zero(d);
  }
  const T* a = p.a + i * p.a_row;
  const T* b = p.b + j;
  for (int64_t k = 0; k < p.k; ++k, a += p.a_column, b += p.b_row) {
    hn::Vec<D> row[V];
#pragma GCC unroll 2
    for (int v = 0; v < V; ++v) row[v] = load(b, v);
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) {
      const auto x = hn::Set(d, a[r * p.a_row]);
#pragma GCC unroll 2
      for (int v = 0; v < V; ++v) sums[r][v] = hn::MulAdd(x, row[v], sums[r][v]);
    }
  }
  const auto alpha = hn::Set(d, p.alpha), beta = hn::Set(d, p.beta);
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
    T* to = p.c + (i + r) * p.c_row + j;
#pragma GCC unroll 2
    for (int v = 0; v < V; ++v) {
      auto result = hn::Mul(sums[r][v], alpha);
      if (p.beta != 0) result = hn::MulAdd(load(to, v), beta, result);
      if (kMasked && v == V - 1)
        store_lanes(d, last, result, to + v * lanes);
      else
        hn::StoreU(result, d, to + v * lanes);
    }
  }
}

// All rows of V vectors of columns.
template <int V, bool kMasked, class T, class D, class M>
HWY_ATTR void columns(const SmallProduct<T>& p, D d, int64_t j, M last) {
  int64_t i = 0;
  for (; i + kRows <= p.m; i += kRows) block<kRows, V, kMasked>(p, d, i, j, last);
  if (kRows > 4 && i + 4 <= p.m) block<4, V, kMasked>(p, d, i, j, last), i += 4;
  if (i + 2 <= p.m) block<2, V, kMasked>(p, d, i, j, last), i += 2;
  if (i < p.m) block<1, V, kMasked>(p, d, i, j, last);
}

template <class T>
HWY_ATTR void run(const SmallProduct<T>& p) {
  const hn::ScalableTag<T> d;
  const int64_t lanes = int64_t(hn::Lanes(d));
  const auto all = hn::FirstN(d, size_t(lanes));
  int64_t j = 0;
  for (; j + 2 * lanes <= p.n; j += 2 * lanes) columns<2, false>(p, d, j, all);
  if (j == p.n) return;
  const int64_t rest = p.n - j;
  if (rest > lanes)
    columns<2, true>(p, d, j, hn::FirstN(d, size_t(rest - lanes)));
  else if (rest == lanes)
    columns<1, false>(p, d, j, all);
  else
    columns<1, true>(p, d, j, hn::FirstN(d, size_t(rest)));
}

void floats(const SmallProduct<float>& p) { run(p); }
void doubles(const SmallProduct<double>& p) { run(p); }

}  // namespace
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::cpu {
HWY_EXPORT(floats);
HWY_EXPORT(doubles);
void multiply_small(const SmallProduct<float>& p) { HWY_DYNAMIC_DISPATCH(floats)(p); }
void multiply_small(const SmallProduct<double>& p) { HWY_DYNAMIC_DISPATCH(doubles)(p); }
}  // namespace tocha::cpu
#endif
