// SPDX-License-Identifier: BSD-3-Clause
// Linear interpolation of images and volumes. An output row lies between up to four input rows:
// they are mixed into one first, in a loop over whole rows, and that one is stretched.
#include <algorithm>

#include "core/base/parallel.h"
#include "core/cpu/layer_kernels.h"
#include "core/cpu/scratch.h"
#include "core/nn/upsampling.h"

namespace tocha::cpu {
namespace {

// Where an output position lies: `share` of the way from input position `at` to `next`. In single
// precision, also for doubles: so Torch7's numbers come out.
struct Place {
  int64_t at, next;
  double share;
};
Place place_of(int64_t i, int64_t in, int64_t out) {
  const float step = out > 1 ? float(in - 1) / float(out - 1) : 0;
  const double exact = step * float(i);
  const int64_t at = std::min(int64_t(exact), in - 1);
  return {at, std::min(at + 1, in - 1), exact - double(at)};
}

// Calls row(the places of four rows of the small image, their weights, the place of the row of the
// large image that lies between them, where its pixels lie, room for a row) for all rows.
template <class T, class Row>
void each_row(const InterpolationCall& a, Row&& row) {
  const int64_t width = a.in[2], out_width = a.out[2];
  const int64_t small = a.in[0] * a.in[1] * width, large = a.out[0] * a.out[1] * out_width;
  parallel_for(a.planes, std::max<int64_t>(1, 8192 / large), [&](int64_t first, int64_t last) {
    const Scratch places(size_t(out_width) * sizeof(Place)), mix(size_t(width) * sizeof(T));
    for (int64_t x = 0; x < out_width; ++x) places.as<Place>()[x] = place_of(x, width, out_width);
    for (int64_t p = first; p < last; ++p) {
      for (int64_t z = 0; z < a.out[0]; ++z) {
        const Place depth = place_of(z, a.in[0], a.out[0]);
        for (int64_t y = 0; y < a.out[1]; ++y) {
          const Place height = place_of(y, a.in[1], a.out[1]);
          const int64_t planes[] = {depth.at, depth.next}, lines[] = {height.at, height.next};
          int64_t at[4];
          T weight[4];
          for (int i = 0; i < 4; ++i) {
            at[i] = p * small + (planes[i / 2] * a.in[1] + lines[i % 2]) * width;
            weight[i] = T((i / 2 ? depth.share : 1 - depth.share) *
                          (i % 2 ? height.share : 1 - height.share));
          }
          row(at, weight, p * large + (z * a.out[1] + y) * out_width, places.as<Place>(),
              mix.as<T>());
        }
      }
    }
  });
}

template <class T>
void forward(const InterpolationCall& a) {
  const T* in = a.from.data<T>();
  T* out = a.result.data<T>();
  const int64_t width = a.in[2], out_width = a.out[2];
  each_row<T>(a, [&](const int64_t* at, const T* weight, int64_t to, const Place* places, T* mix) {
    std::fill_n(mix, width, T(0));
    for (int i = 0; i < 4; ++i) {
      if (weight[i] == 0) continue;  // also keeps infinities that have no share in this row out
      for (int64_t x = 0; x < width; ++x) mix[x] += weight[i] * in[at[i] + x];
    }
    for (int64_t x = 0; x < out_width; ++x) {
      const Place& p = places[x];
      out[to + x] =
          p.share == 0 ? mix[p.at] : T(1 - p.share) * mix[p.at] + T(p.share) * mix[p.next];
    }
  });
}

template <class T>
void backward(const InterpolationCall& a) {
  const T* dy = a.from.data<T>();
  T* dx = a.result.data<T>();
  const int64_t width = a.in[2], out_width = a.out[2];
  std::fill_n(dx, a.planes * a.in[0] * a.in[1] * width, T(0));
  each_row<T>(a,
              [&](const int64_t* at, const T* weight, int64_t from, const Place* places, T* mix) {
                std::fill_n(mix, width, T(0));
                for (int64_t x = 0; x < out_width; ++x) {
                  const Place& p = places[x];
                  mix[p.at] += T(1 - p.share) * dy[from + x];
                  if (p.share != 0) mix[p.next] += T(p.share) * dy[from + x];
                }
                for (int i = 0; i < 4; ++i) {
                  if (weight[i] == 0) continue;
                  for (int64_t x = 0; x < width; ++x) dx[at[i] + x] += weight[i] * mix[x];
                }
              });
}

}  // namespace

void interpolate(const InterpolationCall& a) {
  visit_real(a.from.dtype(), [&](auto zero) { forward<decltype(zero)>(a); });
}
void interpolate_backward(const InterpolationCall& a) {
  visit_real(a.from.dtype(), [&](auto zero) { backward<decltype(zero)>(a); });
}

}  // namespace tocha::cpu
