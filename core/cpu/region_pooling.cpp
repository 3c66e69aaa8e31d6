// SPDX-License-Identifier: BSD-3-Clause
// Pooling over regions on the CPU. A thread takes whole planes, whose regions may share elements.
#include "core/nn/region_pooling.h"

#include <cmath>
#include <limits>

#include "core/base/parallel.h"
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {
namespace {

constexpr int64_t kGrain = 8192;  // elements of the input a thread takes at least

using Region = PoolAxis::Region;

// Calls f(output, region of each axis) for the outputs of a plane; sample(axis) places its regions.
template <class Sample, class F>
void each_region(const RegionShape& s, Sample&& sample, F&& f) {
  const auto& [t, h, w] = s.axes;
  int64_t output = 0;
  for (int64_t ot = 0; ot < t.out; ++ot) {
    const Region rt = t.region(ot, sample(0));
    for (int64_t oh = 0; oh < h.out; ++oh) {
      const Region rh = h.region(oh, sample(1));
      for (int64_t ow = 0; ow < w.out; ++ow) f(output++, rt, rh, w.region(ow, sample(2)));
    }
  }
}

// Calls f(position in the plane) for the elements of a region, in order.
template <class F>
void each_element(const RegionShape& s, const Region& t, const Region& h, const Region& w, F&& f) {
  for (int64_t it = t.first; it < t.end; it += t.step) {
    for (int64_t ih = h.first; ih < h.end; ih += h.step) {
      const int64_t row = (it * s.axes[1].in + ih) * s.axes[2].in;
      for (int64_t iw = w.first; iw < w.end; iw += w.step) f(row + iw);
    }
  }
}

template <class Body>
void each_plane(const RegionShape& s, Body&& body) {
  parallel_for(s.planes, std::max<int64_t>(1, kGrain / s.in_size()),
               [&](int64_t begin, int64_t end) {
                 for (int64_t p = begin; p < end; ++p) body(p);
               });
}

template <class T>
void max_plane(const RegionMaxCall& a, int64_t p) {
  const RegionShape& s = a.shape;
  const T* in = a.in.data<T>() + p * s.in_size();
  T* out = a.out.data<T>() + p * s.out_size();
  int64_t* indices = a.indices.data<int64_t>() + p * s.out_size();
  double samples[3] = {};
  for (int d = 0; a.samples && d < a.sample_dims; ++d) {
    samples[2 - d] = double(a.samples->data<T>()[p * a.sample_dims + d]);
  }
  each_region(
      s, [&](int axis) { return samples[axis]; },
      [&](int64_t output, const Region& t, const Region& h, const Region& w) {
        T best = -std::numeric_limits<T>::infinity();
        int64_t place = -1;
        each_element(s, t, h, w, [&](int64_t at) {
          if (std::isnan(best)) return;
          if (in[at] > best || place < 0 || std::isnan(in[at])) best = in[at], place = at;
        });
        out[output] = best;
        indices[output] = place + 1;
      });
}

double no_sample(int) { return 0; }

template <class T>
void average_plane(const RegionShape& s, T* out, const T* in) {
  each_region(s, no_sample, [&](int64_t i, const Region& t, const Region& h, const Region& w) {
    T sum = 0;
    each_element(s, t, h, w, [&](int64_t at) { sum += in[at]; });
    out[i] = sum / T(t.count() * h.count() * w.count());
  });
}

template <class T>
void average_plane_backward(const RegionShape& s, T* dx, const T* dy) {
  std::fill_n(dx, s.in_size(), T(0));
  each_region(s, no_sample, [&](int64_t i, const Region& t, const Region& h, const Region& w) {
    const T share = dy[i] / T(t.count() * h.count() * w.count());
    each_element(s, t, h, w, [&](int64_t at) { dx[at] += share; });
  });
}

}  // namespace

void region_max(const RegionMaxCall& a) {
  visit_real(a.in.dtype(), [&](auto zero) {
    each_plane(a.shape, [&](int64_t p) { max_plane<decltype(zero)>(a, p); });
  });
}

void region_average(const RegionAverageCall& a) {
  const RegionShape& s = a.shape;
  visit_real(a.to.dtype(), [&](auto zero) {
    using T = decltype(zero);
    each_plane(s, [&](int64_t p) {
      average_plane(s, a.to.data<T>() + p * s.out_size(), a.from.data<T>() + p * s.in_size());
    });
  });
}

void region_average_backward(const RegionAverageCall& a) {
  const RegionShape& s = a.shape;
  visit_real(a.to.dtype(), [&](auto zero) {
    using T = decltype(zero);
    each_plane(s, [&](int64_t p) {
      average_plane_backward(s, a.to.data<T>() + p * s.in_size(),
                             a.from.data<T>() + p * s.out_size());
    });
  });
}

}  // namespace tocha::cpu
