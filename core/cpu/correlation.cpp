// SPDX-License-Identifier: BSD-3-Clause
// Convolution and correlation on the CPU. A row of the result is a sum of rows of the image, each
// shifted and scaled by an element of the kernel. Blocks of it stay in registers while the kernel
// passes over them. The image gets columns of zeros where results need them or are narrower than a
// vector.
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
// weight, to element j.
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
  int64_t count, weights_apart, out_apart;  // planes, and what is from one to the next
};

// N vectors in Q planes of the result from column `at`. An element of the image that was loaded
// serves all Q.
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

// `columns` columns, at least a vector of them. The last block may lie over the one before: the
// same sums are written again.
template <class C>
HWY_ATTR void sum_rows(const Rows<C>& r, int64_t columns, C* out) {
  constexpr int64_t kLanes = HWY_MAX_BYTES / sizeof(C);
  int64_t j = 0;
  if (r.count == kPlanes) {
    for (; j + 2 * kLanes <= columns; j += 2 * kLanes) block<kPlanes, 2>(r, j, out);
    for (; j < columns; j += kLanes) block<kPlanes, 1>(r, std::min(j, columns - kLanes), out);
  } else {
    for (; j + 4 * kLanes <= columns; j += 4 * kLanes) block<1, 4>(r, j, out);
    for (; j < columns; j += kLanes) block<1, 1>(r, std::min(j, columns - kLanes), out);
  }
}

// The same, each tap over the columns where it meets the image, `padding` columns of which are not
// there in front: an infinite weight times a column of zeros would not add 0.
template <class C>
HWY_ATTR void sum_taps(const Rows<C>& r, int64_t padding, int64_t width, int64_t columns, C* out) {
  for (int64_t q = 0; q < r.count; ++q, out += r.out_apart) {
    std::fill_n(out, columns, C(0));
    for (const Line<C>& line : r.lines) {
      for (int64_t c = 0; c < r.taps; ++c) {
        const int64_t end = std::min(columns, width + padding - c);
        const C w = line.weights[q * r.weights_apart + c * r.step];
        for (int64_t j = std::max<int64_t>(0, padding - c); j < end; ++j) {
          out[j] += w * line.row[j + c - padding];
        }
      }
    }
  }
}

// The rows of the image with zeros around them: `before` in front, `width` in all.
template <class C>
Tensor padded(const Tensor& image, int64_t before, int64_t width) {
  const int64_t columns = image.size(3), rows = image.numel() / columns;
  Tensor made(image.dtype(), {rows, width}, image.device());
  const C* from = image.data<C>();
  C* to = made.data<C>();
  for (int64_t i = 0; i < rows; ++i, from += columns, to += width) {
    std::fill_n(to, before, C(0));
    std::copy_n(from, columns, to + before);
    std::fill(to + before + columns, to + width, C(0));
  }
  return made;
}

template <class C>
HWY_ATTR void run(const Correlation& args, bool careful) {
  const Tensor &image = args.image, &kernel = args.kernel, &out = args.out;
  constexpr int64_t kLanes = HWY_MAX_BYTES / sizeof(C);
  const int64_t depth = image.size(1), height = image.size(2);
  const int64_t kd = kernel.size(2), kh = kernel.size(3), kw = kernel.size(4);
  const int64_t od = out.size(1), oh = out.size(2), ow = out.size(3);
  const int64_t planes = kernel.size(1), taps = kd * kh * kw;
  const bool own_plane = planes != image.size(0), turned = args.kind.convolution;
  const int64_t pd = args.kind.full ? kd - 1 : 0, ph = args.kind.full ? kh - 1 : 0;
  const int64_t padding = args.kind.full ? kw - 1 : 0;
  const bool narrow = ow < kLanes && !careful;
  const int64_t width = careful ? image.size(3) : std::max(ow, kLanes) + kw - 1;
  const Tensor wide = width == image.size(3) ? image : padded<C>(image, padding, width);
  // Rows of groups of kPlanes planes first, then of what is left, one by one.
  const int64_t groups = own_plane ? 0 : out.size(0) / kPlanes, rows = od * oh;
  const int64_t single = (out.size(0) - groups * kPlanes) * rows;
  const int64_t work = ow * planes * taps;
  parallel_for(groups * rows + single, 1 + 32768 / work, [&](int64_t begin, int64_t end) HWY_ATTR {
    Rows<C> r{{}, kw, turned ? -1 : 1, 1, planes * taps, narrow ? kLanes : rows * ow};
    C vectors[kPlanes * kLanes];
    for (int64_t i = begin; i < end; ++i) {
      const bool group = i < groups * rows;
      const int64_t q = group ? i / rows * kPlanes : i / rows + groups * (kPlanes - 1);
      const int64_t d = i / oh % od - pd, h = i % oh - ph;
      r.count = group ? kPlanes : 1;
      r.lines.clear();
      for (int64_t p = 0; p < planes; ++p) {
        const C* weights = kernel.data<C>() + (q * planes + p) * taps;
        const C* from = wide.data<C>() + (own_plane ? q : p) * depth * height * width;
        for (int64_t a = std::max<int64_t>(0, -d); a < std::min(kd, depth - d); ++a) {
          for (int64_t b = std::max<int64_t>(0, -h); b < std::min(kh, height - h); ++b) {
            const int64_t tap = (a * kh + b) * kw;
            r.lines.push_back({from + ((d + a) * height + h + b) * width,
                               weights + (turned ? taps - 1 - tap : tap)});
          }
        }
      }
      C* const to = out.data<C>() + q * rows * ow + i % rows * ow;
      if (careful) {
        sum_taps(r, padding, width, ow, to);
      } else if (!narrow) {
        sum_rows(r, ow, to);
      } else {
        sum_rows(r, kLanes, vectors);
        for (int64_t k = 0; k < r.count; ++k) {
          std::copy_n(vectors + k * kLanes, ow, to + k * rows * ow);
        }
      }
    }
  });
}

void correlate(const Correlation& args, bool careful) {
  // Integers wrap around, which only unsigned ones may do in C++.
  switch (args.out.dtype()) {
    case DType::Int:
      return run<uint32_t>(args, careful);
    case DType::Long:
      return run<uint64_t>(args, careful);
    default:
      return visit_real(args.out.dtype(), [&](auto zero) { run<decltype(zero)>(args, careful); });
  }
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/layer_kernels.h"
#include "core/nn/convolution.h"

namespace tocha::cpu {
HWY_EXPORT(correlate);

namespace {

// Infinite or NaN weights.
bool endless(const Tensor& kernel) {
  if (kernel.dtype() != DType::Float && kernel.dtype() != DType::Double) return false;
  double sum = 0;
  visit_real(kernel.dtype(), [&](auto zero) {
    const auto* from = kernel.data<decltype(zero)>();
    for (int64_t i = 0; i < kernel.numel(); ++i) sum += double(from[i]) * 0;
  });
  return sum != 0;
}

// Sums over several planes are what convolutional layers compute. oneDNN's kernels win where the
// results fill its blocks of 16 planes and each is a sum of enough products (measured; in double
// precision the layer's kernel never does).
bool as_layer(const Correlation& args) {
  constexpr int64_t kBlock = 16, kProducts = 30;
  constexpr double kWork = 5e4;  // multiplications that are worth its preparations
  const Tensor& kernel = args.kernel;
  const int64_t planes = kernel.size(0);
  if (args.out.dtype() != DType::Float || planes < kBlock || kernel.size(1) == 1) return false;
  const int64_t products = kernel.numel() / planes,
                filled = (planes + kBlock - 1) / kBlock * kBlock;
  return products * planes >= kProducts * filled &&
         double(args.out.numel()) * double(products) > kWork;
}

void correlate_as_layer(const Correlation& args) {
  Windows windows{};
  Tensor weight = args.kernel;
  for (int d = 0; d < 3; ++d) {
    const int64_t size = weight.size(2 + d);
    windows.push_back({.kernel = size, .pad = args.kind.full ? size - 1 : 0});
  }
  if (args.kind.convolution) {
    weight = Tensor(DType::Float, Shape{args.kernel.sizes()}, args.kernel.device());
    const int64_t taps = weight.size(2) * weight.size(3) * weight.size(4);
    const float* from = args.kernel.data<float>();
    for (int64_t i = 0; i < weight.numel(); i += taps) {
      std::reverse_copy(from + i, from + i + taps, weight.data<float>() + i);
    }
  }
  const Tensor &in = args.image, &out = args.out;
  convolution({args.out, in, weight, nullptr,
               ConvolutionShape(windows, 1, in.size(0), out.size(0), 1, in.sizes().last(3),
                                out.sizes().last(3))});
}

}  // namespace

void correlate(const Correlation& args) {
  // Around the image these would not add 0.
  const bool careful = args.kind.full && endless(args.kernel);
  if (!careful && as_layer(args)) return correlate_as_layer(args);
  HWY_DYNAMIC_DISPATCH(correlate)(args, careful);
}
}  // namespace tocha::cpu
#endif
