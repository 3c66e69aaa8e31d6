// SPDX-License-Identifier: BSD-3-Clause
// Cumulative sums and products on the CPU, compiled once for each instruction set: along the
// dimension in order, over the others in parallel.
//
// One chain of additions waits for each of them, so several run side by side: neighbouring lines,
// or, in a long line of a type narrower than its sums, pieces of it whose starting values were
// found first. The pieces depend on the line's length alone, hence the results too.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/scan.cpp"
#include "hwy/foreach_target.h"

#include <vector>

#include "core/device.h"
#include "core/tensor/iterate.h"
#include "core/tensor/views.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace {

constexpr int64_t kGrain = 32768;
constexpr int kSide = 64;        // scans side by side, where the dimension is not the innermost
constexpr int kChains = 4;       // where it is
constexpr int64_t kPiece = 512;  // elements of a long line's pieces

template <class T>
using Sum = std::conditional_t<std::is_integral_v<T>, int64_t, double>;

template <class T>
HWY_INLINE Sum<T> wide(T x) {
  return Sum<T>(convert<Compute<T>>(x));
}

template <ScanOp op, class A>
HWY_INLINE void take(A& total, A x) {
  if constexpr (op == ScanOp::Sum)
    total += x;
  else
    total *= x;
}

// kChains lines (or pieces of one) of n elements that lie side by side; `total` has what came
// before.
template <ScanOp op, class T>
HWY_ATTR void scan_chains(T* const* out, const T* const* in, int64_t n, const Sum<T>* total) {
  static_assert(kChains == 4);
  auto a = total[0], b = total[1], c = total[2], d = total[3];
  for (int64_t i = 0; i < n; ++i) {
    take<op>(a, wide(in[0][i]));
    take<op>(b, wide(in[1][i]));
    take<op>(c, wide(in[2][i]));
    take<op>(d, wide(in[3][i]));
    out[0][i] = convert<T>(a);
    out[1][i] = convert<T>(b);
    out[2][i] = convert<T>(c);
    out[3][i] = convert<T>(d);
  }
}

template <ScanOp op, class T>
HWY_ATTR void scan_line(T* out, const T* in, int64_t n, Sum<T> total) {
  for (int64_t i = 0; i < n; ++i) {
    take<op>(total, wide(in[i]));
    out[i] = convert<T>(total);
  }
}

template <class T>
HWY_ATTR Sum<T> sum_piece(const T* in) {
  constexpr int kLanes = 32;
  Sum<T> lanes[kLanes] = {};
  for (int64_t i = 0; i < kPiece; i += kLanes) {
    for (int k = 0; k < kLanes; ++k) lanes[k] += wide(in[i + k]);
  }
  for (int k = kLanes / 2; k > 0; k /= 2) {
    for (int j = 0; j < k; ++j) lanes[j] += lanes[j + k];
  }
  return lanes[0];
}

// One long line, by pieces.
template <class T>
void sum_long_line(T* out, const T* in, int64_t n) {
  const int64_t groups = n / (kPiece * kChains), pieces = groups * kChains;
  std::vector<Sum<T>> before(size_t(pieces) + 1);
  parallel_for(pieces, kGrain / kPiece, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) before[size_t(i) + 1] = sum_piece(in + i * kPiece);
  });
  for (int64_t i = 0; i < pieces; ++i) before[size_t(i) + 1] += before[size_t(i)];
  const int64_t rest = pieces * kPiece;
  scan_line<ScanOp::Sum>(out + rest, in + rest, n - rest, before.back());
  parallel_for(groups, kGrain / (kPiece * kChains), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin * kChains; i < end * kChains; i += kChains) {
      T* to[kChains];
      const T* from[kChains];
      for (int k = 0; k < kChains; ++k) {
        to[k] = out + (i + k) * kPiece;
        from[k] = in + (i + k) * kPiece;
      }
      scan_chains<ScanOp::Sum>(to, from, kPiece, &before[size_t(i)]);
    }
  });
}

// Lines whose elements lie side by side.
template <ScanOp op, class T>
void scan_lines(const StridedLoop& loop, int64_t n) {
  if (op == ScanOp::Sum && sizeof(T) < sizeof(Sum<T>) && loop.numel() == 1 &&
      n >= 2 * kPiece * kChains) {
    return sum_long_line(reinterpret_cast<T*>(loop.base[0]),
                         reinterpret_cast<const T*>(loop.base[1]), n);
  }
  constexpr Sum<T> kNeutral(op == ScanOp::Product);
  constexpr Sum<T> kStart[] = {kNeutral, kNeutral, kNeutral, kNeutral};
  parallel_for(loop.numel(), std::max<int64_t>(1, kGrain / n), [&](int64_t begin, int64_t end) {
    for_each_row(loop, begin, end, [&](char* const* p, const int64_t* s, int64_t count) {
      auto out = [&](int64_t i) { return reinterpret_cast<T*>(p[0] + i * s[0]); };
      auto in = [&](int64_t i) { return reinterpret_cast<const T*>(p[1] + i * s[1]); };
      int64_t i = 0;
      for (; i + kChains <= count; i += kChains) {
        T* const to[] = {out(i), out(i + 1), out(i + 2), out(i + 3)};
        const T* const from[] = {in(i), in(i + 1), in(i + 2), in(i + 3)};
        scan_chains<op>(to, from, n, kStart);
      }
      for (; i < count; ++i) scan_line<op>(out(i), in(i), n, kNeutral);
    });
  });
}

// Other lines, up to kSide of them at a time: neighbours share cache lines.
template <ScanOp op, class T>
void scan_apart(const StridedLoop& loop, int64_t n, int64_t out_step, int64_t in_step) {
  parallel_for(loop.numel(), std::max<int64_t>(1, kGrain / n), [&](int64_t begin, int64_t end) {
    for_each_row(loop, begin, end, [&](char* const* p, const int64_t* s, int64_t count) {
      for (int64_t at = 0; at < count; at += kSide) {
        const int64_t side = std::min<int64_t>(kSide, count - at);
        Sum<T> total[kSide];
        std::fill_n(total, side, Sum<T>(op == ScanOp::Product));
        for (int64_t i = 0; i < n; ++i) {
          char* out = p[0] + at * s[0] + i * out_step;
          const char* in = p[1] + at * s[1] + i * in_step;
          for (int64_t k = 0; k < side; ++k) {
            take<op>(total[k], wide(*reinterpret_cast<const T*>(in + k * s[1])));
            *reinterpret_cast<T*>(out + k * s[0]) = convert<T>(total[k]);
          }
        }
      }
    });
  });
}

template <ScanOp op, class T>
void scan_all(const StridedLoop& loop, int64_t n, int64_t out_step, int64_t in_step) {
  if (out_step == sizeof(T) && in_step == sizeof(T)) return scan_lines<op, T>(loop, n);
  scan_apart<op, T>(loop, n, out_step, in_step);
}

}  // namespace

void scan(ScanOp op, Tensor& out, const Tensor& in, int dim) {
  const Tensor first_out = narrow(out, dim, 0, 1), first_in = narrow(in, dim, 0, 1);
  const StridedLoop loop = make_loop({&first_out, &first_in});
  const int64_t size = element_size(in.dtype());
  visit(in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    auto run = op == ScanOp::Sum ? scan_all<ScanOp::Sum, T> : scan_all<ScanOp::Product, T>;
    run(loop, in.size(dim), out.stride(dim) * size, in.stride(dim) * size);
  });
}
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/kernels.h"

namespace tocha::cpu {
HWY_EXPORT(scan);
void scan(ScanOp op, Tensor& out, const Tensor& in, int dim) {
  HWY_DYNAMIC_DISPATCH(scan)(op, out, in, dim);
}
}  // namespace tocha::cpu
#endif
