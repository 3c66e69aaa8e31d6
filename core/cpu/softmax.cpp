// SPDX-License-Identifier: BSD-3-Clause
// Softmax on the CPU, compiled once for each instruction set. Where the classes are dense a vector
// runs along them, otherwise across the elements behind them. Short pieces are padded to a whole
// vector, so that there is one loop body and an element's value does not depend on its place.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/softmax.cpp"
#include "hwy/foreach_target.h"

#include <cmath>
#include <limits>

#include "core/base/parallel.h"
#include "core/cpu/float_math-inl.h"
#include "core/device.h"
#include "core/nn/softmax.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

constexpr int64_t kGrain = 4096;  // elements a thread takes at least

// e^x; NaN for NaN. Here x is not positive, but for rounding errors.
template <class D, class V>
HWY_INLINE V exponential(D d, V x) {
  if constexpr (fast::kFloat<D>) {
    const V e = fast::exp_or_zero(d, hn::Min(x, hn::Set(d, fast::kExpLimit<float>)));
    return hn::IfThenElse(hn::IsNaN(x), x, e);
  } else {
    return hn::IfThenElse(hn::IsNaN(x), x, hn::Exp(d, x));
  }
}

// The first n lanes at p, the others set to `rest`.
template <class D, class T>
HWY_INLINE hn::Vec<D> load_some(D d, const T* p, int64_t n, T rest) {
  if (n >= int64_t(hn::Lanes(d))) return hn::LoadU(d, p);
  HWY_ALIGN T padded[HWY_MAX_BYTES / sizeof(T)];
  for (int64_t i = 0; i < int64_t(hn::Lanes(d)); ++i) padded[i] = i < n ? p[i] : rest;
  return hn::Load(d, padded);
}
template <class D, class V, class T>
HWY_INLINE void store_some(D d, V v, T* p, int64_t n) {
  if (n >= int64_t(hn::Lanes(d))) return hn::StoreU(v, d, p);
  HWY_ALIGN T padded[HWY_MAX_BYTES / sizeof(T)];
  hn::Store(v, d, padded);
  for (int64_t i = 0; i < n; ++i) p[i] = padded[i];
}

// --- classes dense: one frame of n classes ---

template <class T>
HWY_ATTR void forward_row(T* out, const T* in, int64_t n, bool logarithm) {
  const hn::ScalableTag<T> d;
  const int64_t lanes = int64_t(hn::Lanes(d));
  constexpr T kLowest = -std::numeric_limits<T>::infinity();
  auto largest = hn::Set(d, kLowest);
  for (int64_t i = 0; i < n; i += lanes) {
    largest = hn::Max(largest, load_some(d, in + i, n - i, kLowest));
  }
  const T shift = hn::GetLane(hn::MaxOfLanes(d, largest));
  const auto shifts = hn::Set(d, shift);
  auto sums = hn::Zero(d);
  for (int64_t i = 0; i < n; i += lanes) {
    const auto e = exponential(d, hn::Sub(load_some(d, in + i, n - i, kLowest), shifts));
    sums = hn::Add(sums, e);
    if (!logarithm) store_some(d, e, out + i, n - i);
  }
  const T sum = hn::GetLane(hn::SumOfLanes(d, sums));
  if (logarithm) {
    // Not x - (shift + log): the logarithm would lose its digits to a large shift.
    const T rest = std::log(sum);
    for (int64_t i = 0; i < n; ++i) out[i] = (in[i] - shift) - rest;
  } else {
    const T factor = T(1) / sum;
    for (int64_t i = 0; i < n; ++i) out[i] *= factor;
  }
}

template <class T>
HWY_ATTR void backward_row(T* dx, const T* y, const T* dy, int64_t n, bool logarithm) {
  const hn::ScalableTag<T> d;
  const int64_t lanes = int64_t(hn::Lanes(d));
  auto sums = hn::Zero(d);
  for (int64_t i = 0; i < n; i += lanes) {
    const auto g = load_some(d, dy + i, n - i, T(0));
    sums = logarithm ? hn::Add(sums, g) : hn::MulAdd(g, load_some(d, y + i, n - i, T(0)), sums);
  }
  const auto sum = hn::SumOfLanes(d, sums);
  for (int64_t i = 0; i < n; i += lanes) {
    const auto p = load_some(d, y + i, n - i, T(0));
    const auto g = load_some(d, dy + i, n - i, T(0));
    const auto result =
        logarithm ? hn::NegMulAdd(exponential(d, p), sum, g) : hn::Mul(p, hn::Sub(g, sum));
    store_some(d, result, dx + i, n - i);
  }
}

// --- classes `inner` apart: n <= lanes neighbouring columns of one frame ---

template <class T>
HWY_ATTR void forward_columns(T* out, const T* in, int64_t classes, int64_t inner, int64_t n,
                              bool logarithm) {
  const hn::ScalableTag<T> d;
  auto largest = load_some(d, in, n, T(0));
  for (int64_t c = 1; c < classes; ++c) {
    largest = hn::Max(largest, load_some(d, in + c * inner, n, T(0)));
  }
  auto sum = hn::Zero(d);
  for (int64_t c = 0; c < classes; ++c) {
    const auto e = exponential(d, hn::Sub(load_some(d, in + c * inner, n, T(0)), largest));
    sum = hn::Add(sum, e);
    if (!logarithm) store_some(d, e, out + c * inner, n);
  }
  if (logarithm) {
    const auto rest = hn::Log(d, sum);
    for (int64_t c = 0; c < classes; ++c) {
      const auto x = load_some(d, in + c * inner, n, T(0));
      store_some(d, hn::Sub(hn::Sub(x, largest), rest), out + c * inner, n);
    }
  } else {
    const auto factor = hn::Div(hn::Set(d, T(1)), sum);
    for (int64_t c = 0; c < classes; ++c) {
      const auto e = load_some(d, out + c * inner, n, T(0));
      store_some(d, hn::Mul(e, factor), out + c * inner, n);
    }
  }
}

template <class T>
HWY_ATTR void backward_columns(T* dx, const T* y, const T* dy, int64_t classes, int64_t inner,
                               int64_t n, bool logarithm) {
  const hn::ScalableTag<T> d;
  auto sum = hn::Zero(d);
  for (int64_t c = 0; c < classes; ++c) {
    const auto g = load_some(d, dy + c * inner, n, T(0));
    sum = logarithm ? hn::Add(sum, g) : hn::MulAdd(g, load_some(d, y + c * inner, n, T(0)), sum);
  }
  for (int64_t c = 0; c < classes; ++c) {
    const auto p = load_some(d, y + c * inner, n, T(0));
    const auto g = load_some(d, dy + c * inner, n, T(0));
    const auto result =
        logarithm ? hn::NegMulAdd(exponential(d, p), sum, g) : hn::Mul(p, hn::Sub(g, sum));
    store_some(d, result, dx + c * inner, n);
  }
}

// Calls row(offset) for each frame, or columns(offset, n) for each group of columns.
template <class T, class Row, class Columns>
void each_piece(const ClassLayout& layout, Row&& row, Columns&& columns) {
  const int64_t frames = layout.frames, classes = layout.classes, inner = layout.inner;
  if (inner == 1) {
    return parallel_for(frames, std::max<int64_t>(1, kGrain / classes),
                        [&](int64_t begin, int64_t end) {
                          for (int64_t f = begin; f < end; ++f) row(f * classes);
                        });
  }
  const int64_t lanes = int64_t(hn::Lanes(hn::ScalableTag<T>()));
  const int64_t groups = (inner + lanes - 1) / lanes;
  parallel_for(frames * groups, std::max<int64_t>(1, kGrain / (classes * lanes)),
               [&](int64_t begin, int64_t end) {
                 for (int64_t i = begin; i < end; ++i) {
                   const int64_t column = i % groups * lanes;
                   columns(i / groups * classes * inner + column, std::min(lanes, inner - column));
                 }
               });
}

}  // namespace

void softmax(const SoftmaxForward& a) {
  visit_real(a.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const T* in = a.in.data<T>();
    T* out = a.out.data<T>();
    each_piece<T>(
        a.layout,
        [&](int64_t at) { forward_row(out + at, in + at, a.layout.classes, a.logarithm); },
        [&](int64_t at, int64_t n) {
          forward_columns(out + at, in + at, a.layout.classes, a.layout.inner, n, a.logarithm);
        });
  });
}

void softmax_backward(const SoftmaxBackward& a) {
  visit_real(a.out.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const T *y = a.out.data<T>(), *dy = a.grad_out.data<T>();
    T* dx = a.grad_in.data<T>();
    each_piece<T>(
        a.layout,
        [&](int64_t at) { backward_row(dx + at, y + at, dy + at, a.layout.classes, a.logarithm); },
        [&](int64_t at, int64_t n) {
          backward_columns(dx + at, y + at, dy + at, a.layout.classes, a.layout.inner, n,
                           a.logarithm);
        });
  });
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {
HWY_EXPORT(softmax);
void softmax(const SoftmaxForward& a) { HWY_DYNAMIC_DISPATCH(softmax)(a); }
HWY_EXPORT(softmax_backward);
void softmax_backward(const SoftmaxBackward& a) { HWY_DYNAMIC_DISPATCH(softmax_backward)(a); }
}  // namespace tocha::cpu
#endif
