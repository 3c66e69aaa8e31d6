// SPDX-License-Identifier: BSD-3-Clause
// Pooling over regions on the CPU. A thread takes whole planes, whose regions may share elements.
// The rows of a line of regions are put together first, in vectors; then each region has one row
// of its own left. Compiled once for each instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/region_pooling.cpp"
#include "hwy/foreach_target.h"

#include <cmath>
#include <limits>
#include <type_traits>

#include "core/base/parallel.h"
#include "core/cpu/layer_kernels.h"
#include "core/cpu/scratch.h"
#include "core/nn/region_pooling.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace {

constexpr int64_t kGrain = 8192;  // elements of the input a thread takes at least

using Region = PoolAxis::Region;

// Positions in a plane, as wide as its elements.
template <class T>
using Place = std::conditional_t<sizeof(T) == 4, int32_t, int64_t>;

// What a thread keeps while it takes planes: the columns of a line's regions, and the line.
template <class T>
class Line {
 public:
  explicit Line(const RegionShape& s)
      : bytes_{whole_lines(s.axes[2].out * sizeof(Region)), whole_lines(s.axes[2].in * sizeof(T))},
        memory_(bytes_[0] + 2 * bytes_[1]),
        regions(memory_.as<Region>()),
        values(reinterpret_cast<T*>(memory_.as<char>() + bytes_[0])),
        places(reinterpret_cast<Place<T>*>(memory_.as<char>() + bytes_[0] + bytes_[1])) {}
  void place_regions(const PoolAxis& axis, double sample) {
    for (int64_t i = 0; i < axis.out; ++i) regions[i] = axis.region(i, sample);
  }

 private:
  static size_t whole_lines(size_t bytes) { return (bytes + 63) / 64 * 64; }
  const size_t bytes_[2];
  const Scratch memory_;

 public:
  Region* const regions;
  T* const values;
  Place<T>* const places;
};

// Calls f(region of the first two axes) for each line of regions.
template <class F>
void each_line(const RegionShape& s, const double* samples, F&& f) {
  const auto& [t, h, w] = s.axes;
  for (int64_t ot = 0; ot < t.out; ++ot) {
    const Region rt = t.region(ot, samples[0]);
    for (int64_t oh = 0; oh < h.out; ++oh) f(rt, h.region(oh, samples[1]));
  }
}

// Calls f(position in the plane) for the beginning of each of its rows.
template <class F>
void each_row(const RegionShape& s, const Region& t, const Region& h, F&& f) {
  for (int64_t it = t.first; it < t.end; it += t.step) {
    for (int64_t ih = h.first; ih < h.end; ih += h.step) {
      f((it * s.axes[1].in + ih) * s.axes[2].in);
    }
  }
}

// Calls body(plane, the thread's line) for all planes.
template <class T, class Body>
void each_plane(const RegionShape& s, Body&& body) {
  parallel_for(s.planes, std::max<int64_t>(1, kGrain / s.in_size()),
               [&](int64_t begin, int64_t end) {
                 Line<T> line(s);
                 for (int64_t p = begin; p < end; ++p) body(p, line);
               });
}

template <class T>
HWY_ATTR bool has_nan(const T* in, int64_t n) {
  Place<T> found = 0;
  for (int64_t i = 0; i < n; ++i) found |= in[i] != in[i];
  return found != 0;
}

template <class T>
HWY_ATTR void start_row(const T* row, Place<T> at, int64_t n, T* best, Place<T>* places) {
  for (int64_t j = 0; j < n; ++j) {
    best[j] = row[j];
    places[j] = at + Place<T>(j);
  }
}

template <class T>
HWY_ATTR void max_row(const T* row, Place<T> at, int64_t n, T* best, Place<T>* places) {
#pragma GCC ivdep
  for (int64_t j = 0; j < n; ++j) {
    const bool more = row[j] > best[j];
    best[j] = more ? row[j] : best[j];
    places[j] = more ? at + Place<T>(j) : places[j];
  }
}

template <class T>
HWY_ATTR void add_row(const T* row, int64_t n, T* sums) {
#pragma GCC ivdep
  for (int64_t j = 0; j < n; ++j) sums[j] += row[j];
}

template <class T>
HWY_ATTR void max_plane(const RegionShape& s, const double* samples, const T* in, Line<T>& line,
                        T* out, int64_t* indices) {
  const int64_t width = s.axes[2].in;
  each_line(s, samples, [&](const Region& t, const Region& h) HWY_ATTR {
    bool started = false;
    each_row(s, t, h, [&](int64_t at) HWY_ATTR {
      (started ? max_row<T> : start_row<T>)(in + at, Place<T>(at), width, line.values, line.places);
      started = true;
    });
    for (int64_t i = 0; i < s.axes[2].out; ++i) {
      const Region r = line.regions[i];
      T best = -std::numeric_limits<T>::infinity();
      Place<T> place = -1;
      if (started && r.first < r.end) best = line.values[r.first], place = line.places[r.first];
      // Of equals the first in the plane, without branches that nothing could foresee.
      for (int64_t j = r.first + r.step; j < r.end && started; j += r.step) {
        const T value = line.values[j];
        const Place<T> at = line.places[j];
        const bool more = (value > best) | ((value == best) & (at < place));
        best = more ? value : best;
        place = more ? at : place;
      }
      *out++ = best;
      *indices++ = place + 1;
    }
  });
}

// The same element by element: the first NaN of a region wins.
template <class T>
void max_plane_with_nan(const RegionShape& s, const double* samples, const T* in,
                        const Region* columns, T* out, int64_t* indices) {
  each_line(s, samples, [&](const Region& t, const Region& h) {
    for (int64_t i = 0; i < s.axes[2].out; ++i) {
      const Region& r = columns[i];
      T best = -std::numeric_limits<T>::infinity();
      int64_t place = -1;
      each_row(s, t, h, [&](int64_t row) {
        for (int64_t at = row + r.first; at < row + r.end && !std::isnan(best); at += r.step) {
          if (in[at] > best || place < 0 || std::isnan(in[at])) best = in[at], place = at;
        }
      });
      *out++ = best;
      *indices++ = place + 1;
    }
  });
}

constexpr double kNoSamples[3] = {};

template <class T>
HWY_ATTR void average_plane(const RegionShape& s, const T* in, Line<T>& line, T* out) {
  const int64_t width = s.axes[2].in;
  each_line(s, kNoSamples, [&](const Region& t, const Region& h) HWY_ATTR {
    std::fill_n(line.values, width, T(0));
    each_row(s, t, h, [&](int64_t at) HWY_ATTR { add_row(in + at, width, line.values); });
    for (int64_t i = 0; i < s.axes[2].out; ++i) {
      const Region r = line.regions[i];
      T sum = 0;
      for (int64_t j = r.first; j < r.end; j += r.step) sum += line.values[j];
      *out++ = sum / T(t.count() * h.count() * r.count());
    }
  });
}

template <class T>
HWY_ATTR void average_plane_backward(const RegionShape& s, const T* dy, Line<T>& line, T* dx) {
  const int64_t width = s.axes[2].in;
  std::fill_n(dx, s.in_size(), T(0));
  each_line(s, kNoSamples, [&](const Region& t, const Region& h) HWY_ATTR {
    std::fill_n(line.values, width, T(0));
    for (int64_t i = 0; i < s.axes[2].out; ++i) {
      const Region r = line.regions[i];
      const T share = *dy++ / T(t.count() * h.count() * r.count());
      for (int64_t j = r.first; j < r.end; j += r.step) line.values[j] += share;
    }
    each_row(s, t, h, [&](int64_t at) HWY_ATTR { add_row(line.values, width, dx + at); });
  });
}

}  // namespace

void region_max(const RegionMaxCall& a) {
  const RegionShape& s = a.shape;
  visit_real(a.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    each_plane<T>(s, [&](int64_t p, Line<T>& line) {
      double samples[3] = {};
      for (int d = 0; a.samples && d < a.sample_dims; ++d) {
        samples[2 - d] = double(a.samples->data<T>()[p * a.sample_dims + d]);
      }
      line.place_regions(s.axes[2], samples[2]);
      const T* in = a.in.data<T>() + p * s.in_size();
      T* out = a.out.data<T>() + p * s.out_size();
      int64_t* indices = a.indices.data<int64_t>() + p * s.out_size();
      if (s.in_size() > std::numeric_limits<Place<T>>::max() || has_nan(in, s.in_size())) {
        max_plane_with_nan(s, samples, in, line.regions, out, indices);
      } else {
        max_plane(s, samples, in, line, out, indices);
      }
    });
  });
}

void region_average(const RegionAverageCall& a) {
  const RegionShape& s = a.shape;
  visit_real(a.to.dtype(), [&](auto zero) {
    using T = decltype(zero);
    each_plane<T>(s, [&](int64_t p, Line<T>& line) {
      line.place_regions(s.axes[2], 0);
      average_plane(s, a.from.data<T>() + p * s.in_size(), line, a.to.data<T>() + p * s.out_size());
    });
  });
}

void region_average_backward(const RegionAverageCall& a) {
  const RegionShape& s = a.shape;
  visit_real(a.to.dtype(), [&](auto zero) {
    using T = decltype(zero);
    each_plane<T>(s, [&](int64_t p, Line<T>& line) {
      line.place_regions(s.axes[2], 0);
      average_plane_backward(s, a.from.data<T>() + p * s.out_size(), line,
                             a.to.data<T>() + p * s.in_size());
    });
  });
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::cpu {
HWY_EXPORT(region_max);
HWY_EXPORT(region_average);
HWY_EXPORT(region_average_backward);

void region_max(const RegionMaxCall& a) { HWY_DYNAMIC_DISPATCH(region_max)(a); }
void region_average(const RegionAverageCall& a) { HWY_DYNAMIC_DISPATCH(region_average)(a); }
void region_average_backward(const RegionAverageCall& a) {
  HWY_DYNAMIC_DISPATCH(region_average_backward)(a);
}
}  // namespace tocha::cpu
#endif
