// SPDX-License-Identifier: BSD-3-Clause
// Average pooling on the CPU, compiled once for each instruction set. A thread takes whole planes.
// A window's sum is separable: rows are added up first, column by column, then their neighbours.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/average_pooling.cpp"
#include "hwy/foreach_target.h"

#include "core/base/parallel.h"
#include "core/cpu/scratch.h"
#include "core/device.h"
#include "core/nn/pooling.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace {

constexpr int64_t kGrain = 8192;  // elements of the input a thread takes at least

// A window along one dimension: what lies in the image, and its length with padding.
struct Cut {
  int64_t begin, end, padded;
  Cut(const Window& w, int64_t at, int64_t size) {
    begin = at * w.stride - w.pad;
    end = std::min(begin + w.kernel, size + w.pad);
    padded = end - begin;
    begin = std::max<int64_t>(begin, 0);
    end = std::min(end, size);
  }
};

// What the sum of a window is multiplied by. Most windows have the divisor of the one before them.
template <class T>
class Factor {
 public:
  explicit Factor(const AveragePooling& layer)
      : layer_(layer), gain_(layer.divide ? T(1) : T(layer.h.kernel * layer.w.kernel)) {}
  T operator()(const Cut& y, const Cut& x) {
    if (y.begin >= y.end || x.begin >= x.end) return 0;  // nothing to average
    const int64_t divisor =
        layer_.count_include_pad ? y.padded * x.padded : (y.end - y.begin) * (x.end - x.begin);
    if (divisor != divisor_) {
      divisor_ = divisor;
      factor_ = gain_ / T(divisor);
    }
    return factor_;
  }

 private:
  const AveragePooling& layer_;
  T gain_, factor_ = 0;
  int64_t divisor_ = 0;
};

template <class T>
HWY_ATTR void add_row(T* to, const T* from, int64_t n) {
#pragma GCC ivdep
  for (int64_t i = 0; i < n; ++i) to[i] += from[i];
}

template <class T>
void forward_plane(const AveragePoolingForward& a, const T* in, T* out, T* column) {
  const PoolingShape& s = a.shape;
  Factor<T> factor(a.layer);
  for (int64_t oy = 0; oy < s.out_height; ++oy) {
    const Cut y(s.h, oy, s.in_height);
    std::fill_n(column, s.in_width, T(0));
    for (int64_t iy = y.begin; iy < y.end; ++iy) add_row(column, in + iy * s.in_width, s.in_width);
    for (int64_t ox = 0; ox < s.out_width; ++ox) {
      const Cut x(s.w, ox, s.in_width);
      T sum = 0;
      for (int64_t ix = x.begin; ix < x.end; ++ix) sum += column[ix];
      out[oy * s.out_width + ox] = sum * factor(y, x);
    }
  }
}

template <class T>
void backward_plane(const AveragePoolingBackward& a, const T* dy, T* dx, T* column) {
  const PoolingShape& s = a.shape;
  Factor<T> factor(a.layer);
  std::fill_n(dx, s.in_height * s.in_width, T(0));
  for (int64_t oy = 0; oy < s.out_height; ++oy) {
    const Cut y(s.h, oy, s.in_height);
    std::fill_n(column, s.in_width, T(0));
    for (int64_t ox = 0; ox < s.out_width; ++ox) {
      const Cut x(s.w, ox, s.in_width);
      const T share = dy[oy * s.out_width + ox] * factor(y, x);
      for (int64_t ix = x.begin; ix < x.end; ++ix) column[ix] += share;
    }
    for (int64_t iy = y.begin; iy < y.end; ++iy) add_row(dx + iy * s.in_width, column, s.in_width);
  }
}

template <class Body>
void each_plane(const PoolingShape& s, int element, Body&& body) {
  const int64_t grain = std::max<int64_t>(1, kGrain / (s.in_height * s.in_width));
  parallel_for(s.planes, grain, [&](int64_t begin, int64_t end) {
    const Scratch column(size_t(s.in_width * element));
    for (int64_t p = begin; p < end; ++p) body(p, column.data());
  });
}

}  // namespace

void average_pooling(const AveragePoolingForward& a) {
  const PoolingShape& s = a.shape;
  visit_real(a.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    each_plane(s, sizeof(T), [&](int64_t p, void* column) {
      forward_plane(a, a.in.data<T>() + p * s.in_height * s.in_width,
                    a.out.data<T>() + p * s.out_height * s.out_width, static_cast<T*>(column));
    });
  });
}

void average_pooling_backward(const AveragePoolingBackward& a) {
  const PoolingShape& s = a.shape;
  visit_real(a.grad_in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    each_plane(s, sizeof(T), [&](int64_t p, void* column) {
      backward_plane(a, a.grad_out.data<T>() + p * s.out_height * s.out_width,
                     a.grad_in.data<T>() + p * s.in_height * s.in_width, static_cast<T*>(column));
    });
  });
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {
HWY_EXPORT(average_pooling);
HWY_EXPORT(average_pooling_backward);
void average_pooling(const AveragePoolingForward& a) { HWY_DYNAMIC_DISPATCH(average_pooling)(a); }
void average_pooling_backward(const AveragePoolingBackward& a) {
  HWY_DYNAMIC_DISPATCH(average_pooling_backward)(a);
}
}  // namespace tocha::cpu
#endif
