// SPDX-License-Identifier: BSD-3-Clause
// Convolution and correlation on the CPU. A row of the result is a sum of rows of the image, each
// shifted and scaled by an element of the kernel. Blocks of it stay in registers while the kernel
// passes over them; at the edges of full results each shift has its own range.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/correlation.cpp"
#include "hwy/foreach_target.h"

#include <cstring>
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

template <class C>
struct Row {
  std::vector<Line<C>> lines;
  int64_t taps, step;      // weights in a line, and from one to the next: 1 or -1
  int64_t padding, width;  // columns in front of the image, and of it
};

// N vectors of the result from column `at`, for which all columns of the image are there.
template <int N, class C>
HWY_INLINE HWY_ATTR void block(const Row<C>& r, int64_t at, C* out) {
  typedef C V __attribute__((vector_size(64)));
  constexpr int kLanes = 64 / sizeof(C);
  V sum[N] = {};
  for (const Line<C>& line : r.lines) {
    const C* p = line.row + at;
    const C* w = line.weights;
    for (int64_t c = 0; c < r.taps; ++c, ++p, w += r.step) {
      for (int k = 0; k < N; ++k) {
        V x;
        std::memcpy(&x, p + k * kLanes, sizeof x);
        sum[k] += *w * x;
      }
    }
  }
  std::memcpy(out + at, sum, sizeof sum);
}

// Columns begin ... end-1, wherever they are.
template <class C>
HWY_ATTR void edge(const Row<C>& r, int64_t begin, int64_t end, C* out) {
  std::fill(out + begin, out + end, C(0));
  for (const Line<C>& line : r.lines) {
    for (int64_t c = 0; c < r.taps; ++c) {
      const int64_t from = std::max(begin, r.padding - c);
      const int64_t to = std::min(end, r.width + r.padding - c);
      const C w = line.weights[c * r.step];
      const C* p = line.row + c;
#pragma GCC ivdep
      for (int64_t j = from; j < to; ++j) out[j] += w * p[j];
    }
  }
}

template <class C>
HWY_ATTR void sum_row(const Row<C>& r, int64_t columns, C* out) {
  constexpr int64_t kLanes = 64 / sizeof(C), kEdge = 256;  // an edge's sums stay in the first cache
  int64_t j = 0;
  // All taps of columns inside [first, last) meet the image.
  const int64_t first = r.padding, last = r.width + r.padding - r.taps + 1;
  if (first + kLanes <= last) {
    for (; j < first; j += kEdge) edge(r, j, std::min(j + kEdge, first), out);
    j = first;
    for (; j + 4 * kLanes <= last; j += 4 * kLanes) block<4>(r, j, out);
    for (; j + kLanes <= last; j += kLanes) block<1>(r, j, out);
  }
  for (; j < columns; j += kEdge) edge(r, j, std::min(j + kEdge, columns), out);
}

template <class C>
HWY_ATTR void run(const Correlation& args) {
  const Tensor &image = args.image, &kernel = args.kernel, &out = args.out;
  const int64_t depth = image.size(1), height = image.size(2), width = image.size(3);
  const int64_t kd = kernel.size(2), kh = kernel.size(3), kw = kernel.size(4);
  const int64_t od = out.size(1), oh = out.size(2), ow = out.size(3);
  const int64_t planes = kernel.size(1);
  const bool own_plane = planes != image.size(0), turned = args.kind.convolution;
  const int64_t pd = args.kind.full ? kd - 1 : 0, ph = args.kind.full ? kh - 1 : 0;
  const int64_t work = ow * planes * kd * kh * kw;
  parallel_for(out.size(0) * od * oh, 1 + 32768 / work, [&](int64_t begin, int64_t end) HWY_ATTR {
    Row<C> r{{}, kw, turned ? -1 : 1, args.kind.full ? kw - 1 : 0, width};
    for (int64_t i = begin; i < end; ++i) {
      const int64_t q = i / (od * oh), d = i / oh % od - pd, h = i % oh - ph;
      r.lines.clear();
      for (int64_t p = 0; p < planes; ++p) {
        const C* weights = kernel.data<C>() + (q * planes + p) * kd * kh * kw;
        const C* from = image.data<C>() + (own_plane ? q : p) * depth * height * width - r.padding;
        for (int64_t a = std::max<int64_t>(0, -d); a < std::min(kd, depth - d); ++a) {
          for (int64_t b = std::max<int64_t>(0, -h); b < std::min(kh, height - h); ++b) {
            const int64_t tap = (a * kh + b) * kw;
            r.lines.push_back({from + ((d + a) * height + h + b) * width,
                               weights + (turned ? kd * kh * kw - 1 - tap : tap)});
          }
        }
      }
      sum_row(r, ow, out.data<C>() + i * ow);
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
