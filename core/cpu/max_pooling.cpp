// SPDX-License-Identifier: BSD-3-Clause
// Max pooling on the CPU, compiled once for each instruction set. A thread takes whole planes.
//
// In the inner columns of an output row, where no window is cut at the side, a vector holds the
// windows of neighbouring outputs: strides 1 and 2 read the input with plain loads (and a split
// into even and odd lanes). Vectors may read and write past the end of their row: they read into
// the following row, and what they write there is overwritten when that row's turn comes. The last
// rows of a thread's planes, where nothing follows, go element by element.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/max_pooling.cpp"
#include "hwy/foreach_target.h"

#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/parallel.h"
#include "core/device.h"
#include "core/nn/pooling.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

constexpr int64_t kGrain = 8192;  // elements of the input a thread takes at least

template <class T>
struct Rows {
  const PoolingShape& s;
  const T* in;       // of the plane
  const T* in_end;   // of all planes
  T* out;            // of the plane
  int64_t* indices;  // of the plane
  const T* out_end;  // of the planes of this thread
};

// The rows of the plane that the windows of an output row cover.
struct Span {
  int64_t first, end, step;
};
Span covered(const Window& w, int64_t at, int64_t size) {
  const int64_t begin = at * w.stride - w.pad;
  const int64_t skipped = begin < 0 ? (-begin + w.dilation - 1) / w.dilation : 0;
  return {begin + skipped * w.dilation, std::min(begin + w.extent(), size), w.dilation};
}

template <class T>
void one_window(const Rows<T>& r, int64_t oy, int64_t ox, const Span& y) {
  const Span x = covered(r.s.w, ox, r.s.in_width);
  T best = -std::numeric_limits<T>::infinity();
  int64_t place = -1;
  for (int64_t iy = y.first; iy < y.end; iy += y.step) {
    for (int64_t ix = x.first; ix < x.end; ix += x.step) {
      const T value = r.in[iy * r.s.in_width + ix];
      if (value > best || std::isnan(value) || place < 0) {
        if (std::isnan(best)) continue;
        best = value;
        place = iy * r.s.in_width + ix;
      }
    }
  }
  r.out[oy * r.s.out_width + ox] = best;
  r.indices[oy * r.s.out_width + ox] = place + 1;
}

#if HWY_TARGET != HWY_SCALAR
// Lanes p[0], p[kStride], p[2 kStride], ...
template <int kStride, class D, class T>
HWY_ATTR hn::Vec<D> load_strided(D d, const T* p) {
  const auto low = hn::LoadU(d, p);
  if constexpr (kStride == 1)
    return low;
  else
    return hn::ConcatEven(d, hn::LoadU(d, p + hn::Lanes(d)), low);
}

// Positions as 64-bit numbers.
template <class DI>
HWY_ATTR void store_places(DI d, hn::Vec<DI> places, int64_t base, int64_t* to) {
  const hn::ScalableTag<int64_t> d64;
  const auto first = hn::Set(d64, base);
  if constexpr (sizeof(hn::TFromD<DI>) == 8) {
    hn::StoreU(hn::Add(places, first), d64, to);
  } else {
    const hn::Rebind<int32_t, decltype(d64)> half;
    const auto low = hn::PromoteTo(d64, hn::LowerHalf(half, places));
    const auto high = hn::PromoteTo(d64, hn::UpperHalf(half, places));
    hn::StoreU(hn::Add(low, first), d64, to);
    hn::StoreU(hn::Add(high, first), d64, to + hn::Lanes(d64));
  }
  (void)d;
}

// Outputs from `ox` up to `end`, as far as whole vectors may go; returns the first not done.
template <int kStride, class T>
HWY_ATTR int64_t vector_windows(const Rows<T>& r, int64_t oy, int64_t ox, int64_t end,
                                const Span& y) {
  const hn::ScalableTag<T> d;
  const hn::RebindToSigned<decltype(d)> di;
  using Place = hn::TFromD<decltype(di)>;
  const int64_t lanes = int64_t(hn::Lanes(d));
  const Window& w = r.s.w;
  const int64_t width = r.s.in_width;
  const int64_t rows = (y.end - y.first + y.step - 1) / y.step;
  // How far the loads of one vector reach beyond its first element.
  const int64_t reach = (rows - 1) * y.step * width + (w.kernel - 1) * w.dilation + kStride * lanes;
  const auto steps = hn::Mul(hn::Iota(di, 0), hn::Set(di, Place(kStride)));
  for (; ox < end; ox += lanes) {
    const int64_t corner = y.first * width + ox * kStride - w.pad;
    T* out = r.out + oy * r.s.out_width + ox;
    if (r.in + corner + reach > r.in_end || out + lanes > r.out_end) return ox;
    const T* from = r.in + corner;
    auto best = load_strided<kStride>(d, from);
    auto place = hn::Zero(di);
    for (int64_t ky = 0; ky < rows; ++ky) {
      for (int64_t kx = 0; kx < w.kernel; ++kx) {
        const int64_t offset = ky * y.step * width + kx * w.dilation;
        const auto value = load_strided<kStride>(d, from + offset);
        const auto take =
            hn::Or(hn::Gt(value, best), hn::AndNot(hn::IsNaN(best), hn::IsNaN(value)));
        best = hn::IfThenElse(take, value, best);
        place = hn::IfThenElse(hn::RebindMask(di, take), hn::Set(di, Place(offset)), place);
      }
    }
    hn::StoreU(best, d, out);
    store_places(di, hn::Add(place, steps), corner + 1, r.indices + (out - r.out));
  }
  return ox;
}
#else  // one lane: not worth the name
template <int kStride, class T>
int64_t vector_windows(const Rows<T>&, int64_t, int64_t ox, int64_t, const Span&) {
  return ox;
}
#endif

template <class T>
void plane(const Rows<T>& r) {
  const PoolingShape& s = r.s;
  // Columns whose windows lie inside: begin * stride >= pad, (end - 1) * stride - pad + extent <=
  // W.
  const int64_t begin = std::min((s.w.pad + s.w.stride - 1) / s.w.stride, s.out_width);
  const int64_t room = s.in_width + s.w.pad - s.w.extent();
  const int64_t end = room < 0 ? begin : std::clamp(room / s.w.stride + 1, begin, s.out_width);
  const bool fits = s.in_height * s.in_width <= std::numeric_limits<int32_t>::max();
  for (int64_t oy = 0; oy < s.out_height; ++oy) {
    const Span y = covered(s.h, oy, s.in_height);
    int64_t ox = 0;
    for (; ox < begin; ++ox) one_window(r, oy, ox, y);
    if (fits && y.first < y.end) {
      if (s.w.stride == 1) ox = vector_windows<1>(r, oy, ox, end, y);
      if (s.w.stride == 2) ox = vector_windows<2>(r, oy, ox, end, y);
    }
    // A vector may have gone beyond `end`: the cut windows there are written again.
    for (ox = std::min(ox, end); ox < s.out_width; ++ox) one_window(r, oy, ox, y);
  }
}

template <class T>
void forward(const MaxPoolingForward& a) {
  const PoolingShape& s = a.shape;
  const int64_t in_size = s.in_height * s.in_width, out_size = s.out_height * s.out_width;
  const T* in = a.in.data<T>();
  parallel_for(s.planes, std::max<int64_t>(1, kGrain / in_size), [&](int64_t first, int64_t last) {
    for (int64_t p = first; p < last; ++p) {
      plane<T>({s, in + p * in_size, in + s.planes * in_size, a.out.data<T>() + p * out_size,
                a.indices.data<int64_t>() + p * out_size, a.out.data<T>() + last * out_size});
    }
  });
}

// The gradient goes to where the maximum was. Windows may share an element.
template <class T>
void backward(const MaxPoolingBackward& a) {
  const int64_t in_size = a.grad_in.numel() / a.planes, out_size = a.grad_out.numel() / a.planes;
  assert(in_size > 0);
  parallel_for(a.planes, std::max<int64_t>(1, kGrain / in_size), [&](int64_t first, int64_t last) {
    for (int64_t p = first; p < last; ++p) {
      T* dx = a.grad_in.data<T>() + p * in_size;
      const T* dy = a.grad_out.data<T>() + p * out_size;
      const int64_t* place = a.indices.data<int64_t>() + p * out_size;
      std::fill_n(dx, in_size, T(0));
      for (int64_t i = 0; i < out_size; ++i) {
        const uint64_t at = uint64_t(place[i]) - 1;
        if (at < uint64_t(in_size)) {
          dx[at] += dy[i];
        } else if (place[i] != 0) {
          fail("index ", place[i], " is outside of a plane of ", a.plane);
        }
      }
    }
  });
}

}  // namespace

void max_pooling(const MaxPoolingForward& a) {
  visit_real(a.in.dtype(), [&](auto zero) { forward<decltype(zero)>(a); });
}
void max_pooling_backward(const MaxPoolingBackward& a) {
  visit_real(a.grad_in.dtype(), [&](auto zero) { backward<decltype(zero)>(a); });
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {
HWY_EXPORT(max_pooling);
HWY_EXPORT(max_pooling_backward);
void max_pooling(const MaxPoolingForward& a) { HWY_DYNAMIC_DISPATCH(max_pooling)(a); }
void max_pooling_backward(const MaxPoolingBackward& a) {
  HWY_DYNAMIC_DISPATCH(max_pooling_backward)(a);
}
}  // namespace tocha::cpu
#endif
