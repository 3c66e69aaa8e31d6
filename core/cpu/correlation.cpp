// SPDX-License-Identifier: BSD-3-Clause
// Convolution and correlation on the CPU. A row of the result is a sum of rows of the image, each
// shifted and scaled by an element of the kernel. Blocks of it stay in registers while the kernel
// passes over them; at the edges of full results each shift has its own range.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/correlation.cpp"
#include "hwy/foreach_target.h"

#include <vector>

#include "core/base/parallel.h"
#include "core/cpu/kernels.h"
#include "core/ops/correlation.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {

// A row of the image that adds to a row of the result: element j + c of it, scaled by the c-th
// weight, to element j. `row` may point before the first element, by the padding.
template <class C>
struct Line {
  const C *row, *weights;
};

constexpr int kPlanes = 4;  // with two vectors of each: eight sums, which fit the registers

// One row in `count` planes of the result, which are sums of the same lines with other weights: 1
// or kPlanes of them.
template <class C>
struct Rows {
  std::vector<Line<C>> lines;
  int64_t taps, step;                       // weights in a line, and from one to the next: 1 or -1
  int64_t padding, width;                   // columns in front of the image, and of it
  int64_t count, weights_apart, out_apart;  // planes, and what is from one to the next
};

// N vectors in Q planes of the result from column `at`, for which all columns of the image are
// there. An element of the image that was loaded serves all Q.
template <int Q, int N, class C>
HWY_INLINE HWY_ATTR void block(const Rows<C>& r, int64_t at, C* out) {
  typedef C V __attribute__((vector_size(HWY_MAX_BYTES)));
  typedef V Unaligned __attribute__((aligned(alignof(C)), may_alias));
  constexpr int kLanes = HWY_MAX_BYTES / sizeof(C);
  V sum[Q][N] = {};
  for (const Line<C>& line : r.lines) {
    const C* p = line.row + at;
    const C* w = line.weights;
    for (int64_t c = 0; c < r.taps; ++c, ++p, w += r.step) {
      V x[N];
      for (int k = 0; k < N; ++k) x[k] = reinterpret_cast<const Unaligned*>(p + k * kLanes)[0];
      for (int q = 0; q < Q; ++q) {
        for (int k = 0; k < N; ++k) sum[q][k] += w[q * r.weights_apart] * x[k];
      }
    }
  }
  for (int q = 0; q < Q; ++q) {
    C* to = out + q * r.out_apart + at;
    for (int k = 0; k < N; ++k) reinterpret_cast<Unaligned*>(to + k * kLanes)[0] = sum[q][k];
  }
}

// Columns begin ... end-1, wherever they are.
template <class C>
HWY_ATTR void edge(const Rows<C>& r, int64_t begin, int64_t end, C* out) {
  for (int64_t q = 0; q < r.count; ++q, out += r.out_apart) {
    std::fill(out + begin, out + end, C(0));
    for (const Line<C>& line : r.lines) {
      for (int64_t c = 0; c < r.taps; ++c) {
        const int64_t from = std::max(begin, r.padding - c);
        const int64_t to = std::min(end, r.width + r.padding - c);
        const C w = line.weights[q * r.weights_apart + c * r.step];
        const C* p = line.row + c;
#pragma GCC ivdep
        for (int64_t j = from; j < to; ++j) out[j] += w * p[j];
      }
    }
  }
}

template <class C>
HWY_ATTR void sum_rows(const Rows<C>& r, int64_t columns, C* out) {
  constexpr int64_t kLanes = HWY_MAX_BYTES / sizeof(C);
  constexpr int64_t kEdge = 256;  // an edge's sums stay in the first cache
  int64_t j = 0;
  // All taps of columns inside [first, last) meet the image.
  const int64_t first = r.padding, last = r.width + r.padding - r.taps + 1;
  if (first + kLanes <= last) {
    for (; j < first; j += kEdge) edge(r, j, std::min(j + kEdge, first), out);
    j = first;
    // The last block may lie over the one before: the same sums are written again.
    if (r.count == kPlanes) {
      for (; j + 2 * kLanes <= last; j += 2 * kLanes) block<kPlanes, 2>(r, j, out);
      for (; j < last; j += kLanes) block<kPlanes, 1>(r, std::min(j, last - kLanes), out);
    } else {
      for (; j + 4 * kLanes <= last; j += 4 * kLanes) block<1, 4>(r, j, out);
      for (; j < last; j += kLanes) block<1, 1>(r, std::min(j, last - kLanes), out);
    }
    j = last;
  }
  for (; j < columns; j += kEdge) edge(r, j, std::min(j + kEdge, columns), out);
}

template <class C>
HWY_ATTR void run(const Correlation& args) {
  const Tensor &image = args.image, &kernel = args.kernel, &out = args.out;
  const int64_t depth = image.size(1), height = image.size(2), width = image.size(3);
  const int64_t kd = kernel.size(2), kh = kernel.size(3), kw = kernel.size(4);
  const int64_t od = out.size(1), oh = out.size(2), ow = out.size(3);
  const int64_t planes = kernel.size(1), taps = kd * kh * kw;
  const bool own_plane = planes != image.size(0), turned = args.kind.convolution;
  const int64_t pd = args.kind.full ? kd - 1 : 0, ph = args.kind.full ? kh - 1 : 0;
  // Rows of groups of kPlanes planes first, then of what is left, one by one.
  const int64_t groups = own_plane ? 0 : out.size(0) / kPlanes, rows = od * oh;
  const int64_t single = (out.size(0) - groups * kPlanes) * rows;
  const int64_t work = ow * planes * taps;
  parallel_for(groups * rows + single, 1 + 32768 / work, [&](int64_t begin, int64_t end) HWY_ATTR {
    Rows<C> r{{},    kw, turned ? -1 : 1, args.kind.full ? kw - 1 : 0,
              width, 1,  planes * taps,   rows * ow};
    for (int64_t i = begin; i < end; ++i) {
      const bool group = i < groups * rows;
      const int64_t q = group ? i / rows * kPlanes : i / rows + groups * (kPlanes - 1);
      const int64_t d = i / oh % od - pd, h = i % oh - ph;
      r.count = group ? kPlanes : 1;
      r.lines.clear();
      for (int64_t p = 0; p < planes; ++p) {
        const C* weights = kernel.data<C>() + (q * planes + p) * taps;
        const C* from = image.data<C>() + (own_plane ? q : p) * depth * height * width - r.padding;
        for (int64_t a = std::max<int64_t>(0, -d); a < std::min(kd, depth - d); ++a) {
          for (int64_t b = std::max<int64_t>(0, -h); b < std::min(kh, height - h); ++b) {
            const int64_t tap = (a * kh + b) * kw;
            r.lines.push_back({from + ((d + a) * height + h + b) * width,
                               weights + (turned ? taps - 1 - tap : tap)});
          }
        }
      }
      sum_rows(r, ow, out.data<C>() + q * rows * ow + i % rows * ow);
    }
  });
}

void correlate(const Correlation& args) {
  // Integers wrap around, which only unsigned ones may do in C++.
  switch (args.out.dtype()) {
    case DType::Int:
      return run<uint32_t>(args);
    case DType::Long:
      return run<uint64_t>(args);
    default:
      return visit_real(args.out.dtype(), [&](auto zero) { run<decltype(zero)>(args); });
  }
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::cpu {
HWY_EXPORT(correlate);
void correlate(const Correlation& args) { HWY_DYNAMIC_DISPATCH(correlate)(args); }
}  // namespace tocha::cpu
#endif
