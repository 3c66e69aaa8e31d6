// SPDX-License-Identifier: BSD-3-Clause
// Dot products on the CPU. The elements are cut into blocks by their count alone, and the blocks'
// sums added in order: the result does not depend on the number of threads.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/dot.cpp"
#include "hwy/foreach_target.h"

#include "core/cpu/reduce-inl.h"
#include "core/tensor/iterate.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {

// n contiguous elements of each.
template <class E>
Accumulator<E> dot_row(const E* a, const E* b, int64_t n) {
  using A = Accumulator<E>;
  using Lanes = Octet<A>;
  constexpr int W = Lanes::kWidth;
  Lanes sum[4] = {Lanes(A(0)), Lanes(A(0)), Lanes(A(0)), Lanes(A(0))};
  int64_t i = 0;
  for (; i + 4 * W <= n; i += 4 * W) {
    for (int k = 0; k < 4; ++k) {
      const Lanes x(a + i + k * W), y(b + i + k * W);
      sum[k].each([](auto& to, const auto& u, const auto& v) { to += u * v; }, x, y);
    }
  }
  auto plus = [](auto& to, const auto& more) { to += more; };
  sum[0].each(plus, sum[1]);
  sum[2].each(plus, sum[3]);
  sum[0].each(plus, sum[2]);
  A total = 0;
  for (int k = 0; k < W; ++k) total += sum[0][k];
  for (; i < n; ++i) total += A(a[i]) * A(b[i]);
  return total;
}

// The same with any strides (bytes) and 16-bit formats, pieces at a time.
template <class T>
Accumulator<Compute<T>> dot_strided(char* const* p, const int64_t* s, int64_t n) {
  using E = Compute<T>;
  if constexpr (std::is_same_v<E, T>) {
    if (s[0] == sizeof(T) && s[1] == sizeof(T)) {
      return dot_row(reinterpret_cast<const T*>(p[0]), reinterpret_cast<const T*>(p[1]), n);
    }
  }
  constexpr int64_t kPiece = 256;
  E piece[2][kPiece];
  Accumulator<E> total = 0;
  for (int64_t i = 0; i < n; i += kPiece) {
    const int64_t m = std::min(kPiece, n - i);
    for (int side = 0; side < 2; ++side) {
      const char* from = p[side] + i * s[side];
      for (int64_t k = 0; k < m; ++k) {
        piece[side][k] = convert<E>(*reinterpret_cast<const T*>(from + k * s[side]));
      }
    }
    total += dot_row(piece[0], piece[1], m);
  }
  return total;
}

double dot(const Tensor& a, const Tensor& b) {
  constexpr int64_t kBlock = 65536, kMaxBlocks = 64;
  const StridedLoop loop = make_loop({&a, &b});
  const int64_t n = loop.numel();
  const int64_t length = std::max(kBlock, (n + kMaxBlocks - 1) / kMaxBlocks);
  return visit(a.dtype(), [&](auto zero) {
    using T = decltype(zero);
    Accumulator<Compute<T>> parts[kMaxBlocks] = {}, total = 0;
    parallel_for((n + length - 1) / length, 1, [&](int64_t begin, int64_t end) {
      for (int64_t block = begin; block < end; ++block) {
        for_each_row(loop, block * length, std::min(n, (block + 1) * length),
                     [&](char* const* p, const int64_t* s, int64_t m) {
                       parts[block] += dot_strided<T>(p, s, m);
                     });
      }
    });
    for (auto part : parts) total += part;
    return double(total);
  });
}
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::cpu {
HWY_EXPORT(dot);
double dot(const Tensor& a, const Tensor& b) { return HWY_DYNAMIC_DISPATCH(dot)(a, b); }
}  // namespace tocha::cpu
#endif
