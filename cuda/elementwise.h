// SPDX-License-Identifier: BSD-3-Clause
// What one GPU thread does in an elementwise operator: find its elements, apply the functor. Plain
// C++ that any compiler takes, so that tests run it on machines without a GPU; pointwise.cuh makes
// kernels of it.
//
// Items are numbered with 32 bits: 64-bit divisions, one for each dimension, would cost a GPU more
// than the operator itself. Larger tensors go in several parts (`for_each_part`); addresses have
// 64 bits everywhere.
#pragma once

#include <bit>

#include "core/tensor/iterate.h"

namespace tocha::cuda {

inline constexpr int64_t kMaxItems = int64_t(1) << 30;

/// Divides numbers below 2^31 by a constant from 1 to 2^31 with a multiplication and a shift:
/// T. Granlund, P. Montgomery, "Division by invariant integers using multiplication", PLDI 1994.
struct Divisor {
  uint32_t value = 1, multiplier = 1;
  int shift = 0;

  Divisor() = default;
  explicit Divisor(uint32_t divisor)
      : value(divisor),
        multiplier(uint32_t(
            (((uint64_t(1) << std::bit_width(divisor - 1)) - divisor) << 32) / divisor + 1)),
        shift(std::bit_width(divisor - 1)) {}

  TOCHA_HD uint32_t divide(uint32_t n) const {
    return (uint32_t((uint64_t(n) * multiplier) >> 32) + n) >> shift;
  }
};

/// A StridedLoop of at most kMaxItems items, as kernels take it.
struct Walk {
  int dim = 1;
  uint32_t count = 0;
  Divisor sizes[kMaxDims];
  int64_t strides[kMaxOperands][kMaxDims];
  char* base[kMaxOperands];

  explicit Walk(const StridedLoop& loop) : dim(loop.dim), count(uint32_t(loop.numel())) {
    for (int d = 0; d < dim; ++d) {
      sizes[d] = Divisor(uint32_t(loop.sizes[d]));
      for (int k = 0; k < loop.operands; ++k) strides[k][d] = loop.strides[k][d];
    }
    for (int k = 0; k < loop.operands; ++k) base[k] = loop.base[k];
  }

  /// The addresses of item number `item` in the first kOperands operands.
  template <int kOperands>
  TOCHA_HD void locate(uint32_t item, char** addresses) const {
    for (int k = 0; k < kOperands; ++k) addresses[k] = base[k];
    for (int d = 0; d < dim; ++d) {
      const uint32_t rest = d + 1 < dim ? sizes[d].divide(item) : 0;
      const int64_t at = int64_t(item - rest * sizes[d].value);
      for (int k = 0; k < kOperands; ++k) addresses[k] += at * strides[k][d];
      item = rest;
    }
  }
};

/// Calls `run(part)` for parts of the loop that have at most `limit` items and together cover it.
template <class Run>
void for_each_part(const StridedLoop& loop, const Run& run, int64_t limit = kMaxItems) {
  if (loop.numel() <= limit) {
    if (loop.numel() > 0) run(loop);
    return;
  }
  int split = loop.dim - 1;  // the outermost dimension that can be halved
  while (loop.sizes[split] == 1) --split;
  StridedLoop first = loop, second = loop;
  first.sizes[split] = loop.sizes[split] / 2;
  second.sizes[split] -= first.sizes[split];
  for (int k = 0; k < loop.operands; ++k) {
    second.base[k] += first.sizes[split] * loop.strides[k][split];
  }
  for_each_part(first, run, limit);
  for_each_part(second, run, limit);
}

/// f applied to the elements at a, b and c, as far as it has inputs.
template <class F, class Out, class In>
TOCHA_HD Out evaluate(const F& f, const In* a, const In* b, const In* c) {
  using C = Compute<In>;
  if constexpr (F::kInputs == 0)
    return f();
  else if constexpr (F::kInputs == 1)
    return convert<Out>(f(convert<C>(*a)));
  else if constexpr (F::kInputs == 2)
    return convert<Out>(f(convert<C>(*a), convert<C>(*b)));
  else
    return convert<Out>(f(convert<C>(*a), convert<C>(*b), convert<C>(*c)));
}

/// Elements that a thread moves at once, so that memory is read and written in wide pieces.
inline constexpr uint32_t kPack = 4;
template <class T>
struct alignas(kPack * sizeof(T)) Pack {
  T v[kPack];
};

/// The same for kPack contiguous items from number `first` on; all addresses are aligned for packs.
template <class F, class Out, class In>
TOCHA_HD void run_pack(const F& f, Out* out, const In* a, const In* b, const In* c,
                       uint32_t first) {
  Pack<In> x, y, z;
  if constexpr (F::kInputs > 0) x = *reinterpret_cast<const Pack<In>*>(a + first);
  if constexpr (F::kInputs > 1) y = *reinterpret_cast<const Pack<In>*>(b + first);
  if constexpr (F::kInputs > 2) z = *reinterpret_cast<const Pack<In>*>(c + first);
  Pack<Out> result;
  for (uint32_t i = 0; i < kPack; ++i) {
    result.v[i] = evaluate<F, Out, In>(f, &x.v[i], &y.v[i], &z.v[i]);
  }
  *reinterpret_cast<Pack<Out>*>(out + first) = result;
}

inline constexpr uint32_t kThreads = 256;  // in a block

/// A thread's share of `count` contiguous items: kPack of them. `packed`: all addresses are aligned
/// for packs.
template <class F, class Out, class In>
TOCHA_HD void run_contiguous_thread(uint32_t block, uint32_t thread, const F& f, Out* out,
                                    const In* a, const In* b, const In* c, uint32_t count,
                                    bool packed) {
  const uint32_t first = block * (kThreads * kPack);
  if (packed && first + kThreads * kPack <= count) {
    return run_pack(f, out, a, b, c, first + thread * kPack);
  }
  const uint32_t end = count - first < kThreads * kPack ? count : first + kThreads * kPack;
  for (uint32_t i = first + thread; i < end; i += kThreads) {  // a warp reads neighbours
    out[i] = evaluate<F, Out, In>(f, a + i, b + i, c + i);
  }
}

/// A thread's item of a walk.
template <class F, class Out, class In>
TOCHA_HD void run_strided_thread(uint32_t block, uint32_t thread, const F& f, const Walk& walk) {
  const uint32_t item = block * kThreads + thread;
  if (item >= walk.count) return;
  char* p[kMaxOperands];
  walk.locate<1 + F::kInputs>(item, p);
  *reinterpret_cast<Out*>(p[0]) =
      evaluate<F, Out, In>(f, reinterpret_cast<const In*>(p[F::kInputs > 0 ? 1 : 0]),
                           reinterpret_cast<const In*>(p[F::kInputs > 1 ? 2 : 0]),
                           reinterpret_cast<const In*>(p[F::kInputs > 2 ? 3 : 0]));
}

}  // namespace tocha::cuda
