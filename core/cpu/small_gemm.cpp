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
  const int64_t c_row = p.c_row;
  T* c = p.c + i * c_row + j;
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < V; ++v) sums[r][v] = hn::Mul(sums[r][v], alpha);
  }
  // All rows are read before one is written: a load waits for a masked store before it whose whole
  // vector, lanes that are not written included, overlaps it.
  if (p.beta != 0) {
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) {
#pragma GCC unroll 2
      for (int v = 0; v < V; ++v) sums[r][v] = hn::MulAdd(load(c + r * c_row, v), beta, sums[r][v]);
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < V; ++v) {
      T* to = c + r * c_row + v * lanes;
      if (kMasked && v == V - 1)
        store_lanes(d, last, sums[r][v], to);
      else
        hn::StoreU(sums[r][v], d, to);
    }
  }
}

// The rows from i on, fewer than R + 1.
template <int R, int V, bool kMasked, class T, class D, class M>
HWY_ATTR void last_rows(const SmallProduct<T>& p, D d, int64_t i, int64_t j, M last) {
  if constexpr (R > 0) {
    if (i + R == p.m) return block<R, V, kMasked>(p, d, i, j, last);
    last_rows<R - 1, V, kMasked>(p, d, i, j, last);
  }
}

// All rows of V vectors of columns.
template <int V, bool kMasked, class T, class D, class M>
HWY_ATTR void columns(const SmallProduct<T>& p, D d, int64_t j, M last) {
  int64_t i = 0;
  for (; i + kRows <= p.m; i += kRows) block<kRows, V, kMasked>(p, d, i, j, last);
  last_rows<kRows - 1, V, kMasked>(p, d, i, j, last);
}

// The columns from j on, at most a vector; few take a shorter one, whose neighbours overlap less.
template <class T, class D>
HWY_ATTR void last_columns(const SmallProduct<T>& p, D d, int64_t j) {
  const int64_t rest = p.n - j, lanes = int64_t(hn::Lanes(d));
  if constexpr (hn::MaxLanes(d) * sizeof(T) > 16) {
    if (rest <= lanes / 2) return last_columns(p, hn::Half<D>(), j);
  }
  const auto mask = hn::FirstN(d, size_t(rest));
  if (rest == lanes)
    columns<1, false>(p, d, j, mask);
  else
    columns<1, true>(p, d, j, mask);
}

template <class T>
HWY_ATTR void one(const SmallProduct<T>& p) {
  const hn::ScalableTag<T> d;
  const int64_t lanes = int64_t(hn::Lanes(d));
  int64_t j = 0;
  for (; j + lanes < p.n; j += 2 * lanes) {
    const int64_t rest = p.n - j - lanes;
    const auto mask = hn::FirstN(d, size_t(std::min(rest, lanes)));
    if (rest >= lanes)
      columns<2, false>(p, d, j, mask);
    else
      columns<2, true>(p, d, j, mask);
  }
  if (j < p.n) last_columns(p, d, j);
}

template <class T>
HWY_ATTR void run(SmallProduct<T>& p) {
  for (; p.count > 0; --p.count, p.a += p.a_next, p.b += p.b_next, p.c += p.c_next) one(p);
}

void floats(SmallProduct<float>& p) { run(p); }
void doubles(SmallProduct<double>& p) { run(p); }

}  // namespace
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::cpu {
HWY_EXPORT(floats);
HWY_EXPORT(doubles);
void multiply_small(SmallProduct<float>& p) { HWY_DYNAMIC_DISPATCH(floats)(p); }
void multiply_small(SmallProduct<double>& p) { HWY_DYNAMIC_DISPATCH(doubles)(p); }
}  // namespace tocha::cpu
#endif
