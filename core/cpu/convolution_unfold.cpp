// SPDX-License-Identifier: BSD-3-Clause
// Convolution as a matrix product: the windows of an image are unfolded into a matrix with a row
// for each weight of a filter (of each group's) and a column for each output position. Takes every
// size, in float and double; threads take whole images where there are enough of them.
#include <algorithm>

#include "core/base/parallel.h"
#include "core/cpu/blas.h"
#include "core/cpu/convolution.h"
#include "core/cpu/scratch.h"

namespace tocha::cpu {
namespace {

// Of the output positions 0 ... n-1 those whose input position `at + i * stride` is inside 0 ...
// size-1.
struct Inside {
  int64_t begin, end;
  Inside(int64_t at, int64_t stride, int64_t size, int64_t n) {
    begin = at >= 0 ? 0 : std::min(n, (-at + stride - 1) / stride);
    end = at >= size ? begin : std::max(begin, std::min(n, (size - 1 - at) / stride + 1));
  }
};

// Calls f(plane of the image, its row and column for the first output, plane of the unfolded
// matrix) for each plane of each window element, of the channels begin ... end-1; a null plane of
// the image stands for padding.
template <class T, class F>
void each_plane(const ConvolutionShape& s, int64_t begin, int64_t end, T* image, T* unfolded,
                F&& f) {
  const auto& [t, h, w] = s.windows;
  const int64_t area = s.in[1] * s.in[2], out_area = s.out[1] * s.out[2];
  image += begin * s.in_positions();
  unfolded += begin * s.kernel() * s.out_positions();
  for (int64_t c = begin; c < end; ++c, image += s.in_positions()) {
    for (int64_t kz = 0; kz < t.kernel; ++kz) {
      for (int64_t ky = 0; ky < h.kernel; ++ky) {
        for (int64_t kx = 0; kx < w.kernel; ++kx) {
          const int64_t y = ky * h.dilation - h.pad, x = kx * w.dilation - w.pad;
          for (int64_t oz = 0; oz < s.out[0]; ++oz, unfolded += out_area) {
            const int64_t iz = oz * t.stride - t.pad + kz * t.dilation;
            f(iz >= 0 && iz < s.in[0] ? image + iz * area : nullptr, y, x, unfolded);
          }
        }
      }
    }
  }
}

// A plane that is as wide as its result, moved: what lies inside is one run of elements, of which
// those that come from beyond a row's end are cleared.
template <class T>
void move_plane(const T* plane, int64_t width, int64_t iy, int64_t ix, const Inside& y,
                const Inside& x, T* to) {
  const int64_t from = iy * width + ix, end = y.end * width;
  std::copy(plane + from + y.begin * width + x.begin, plane + from + end - width + x.end,
            to + y.begin * width + x.begin);
  auto clear = [&](int64_t first, int64_t last) {
    for (int64_t column = first; column < last; ++column) {
      for (int64_t i = y.begin * width + column; i < end; i += width) to[i] = T(0);
    }
  };
  clear(0, x.begin);
  clear(x.end, width);
}

template <class T>
void unfold(const ConvolutionShape& s, const T* image, T* unfolded) {
  const Window &h = s.windows[1], &w = s.windows[2];
  const int64_t height = s.in[1], width = s.in[2], out_height = s.out[1], out_width = s.out[2];
  auto unfold_plane = [&](const T* plane, int64_t iy, int64_t ix, T* to) {
    const Inside y(iy, h.stride, height, out_height), x(ix, w.stride, width, out_width);
    if (!plane || y.begin == y.end || x.begin == x.end) {
      std::fill_n(to, out_height * out_width, T(0));
      return;
    }
    std::fill_n(to, y.begin * out_width, T(0));
    std::fill(to + y.end * out_width, to + out_height * out_width, T(0));
    if (h.stride == 1 && w.stride == 1 && width == out_width) {
      return move_plane(plane, width, iy, ix, y, x, to);
    }
    for (int64_t oy = y.begin; oy < y.end; ++oy) {
      const T* row = plane + (iy + oy * h.stride) * width + ix;
      T* line = to + oy * out_width;
      std::fill_n(line, x.begin, T(0));
      if (w.stride == 1) {
        std::copy(row + x.begin, row + x.end, line + x.begin);
      } else {
        for (int64_t i = x.begin; i < x.end; ++i) line[i] = row[i * w.stride];
      }
      std::fill(line + x.end, line + out_width, T(0));
    }
  };
  const int64_t each = std::max<int64_t>(1, s.kernel() * s.out_positions());
  parallel_for(s.in_channels, 1 + 16384 / each, [&](int64_t begin, int64_t end) {
    each_plane(s, begin, end, const_cast<T*>(image), unfolded, unfold_plane);
  });
}

// The transpose of unfold: adds each element to where it came from.
template <class T>
void fold(const ConvolutionShape& s, T* unfolded, T* image) {
  const Window &h = s.windows[1], &w = s.windows[2];
  const int64_t width = s.in[2], out_width = s.out[2];
  auto fold_plane = [&](T* plane, int64_t iy, int64_t ix, const T* from) {
    if (!plane) return;
    const Inside y(iy, h.stride, s.in[1], s.out[1]), x(ix, w.stride, width, out_width);
    for (int64_t oy = y.begin; oy < y.end; ++oy) {
      T* row = plane + (iy + oy * h.stride) * width + ix;
      const T* line = from + oy * out_width;
      for (int64_t i = x.begin; i < x.end; ++i) row[i * w.stride] += line[i];
    }
  };
  const int64_t each = std::max<int64_t>(1, s.kernel() * s.out_positions());
  parallel_for(s.in_channels, 1 + 16384 / each, [&](int64_t begin, int64_t end) {
    each_plane(s, begin, end, image, unfolded, fold_plane);
  });
}

// Runs `body(image number, slot, scratch)` for all images; slots 0 ... slots-1 run side by side,
// each has its own unfolded matrix. With fewer images than threads the matrix product gets them.
template <class T, class Body>
void each_image(const ConvolutionShape& s, int64_t slots, Body&& body) {
  parallel_for(slots, 1, [&](int64_t first, int64_t last) {
    const Scratch scratch(size_t(s.groups * s.filter() * s.out_positions()) * sizeof(T));
    for (int64_t slot = first; slot < last; ++slot) {
      for (int64_t n = s.batch * slot / slots; n < s.batch * (slot + 1) / slots; ++n) {
        body(n, slot, scratch.as<T>());
      }
    }
  });
}
int64_t slots_of(const ConvolutionShape& s) {
  constexpr double kThreadWork = 2e5;  // multiplications that are worth waking a thread
  const double work = double(s.batch) * double(s.out_image()) * double(s.filter());
  const int64_t slots = std::min<int64_t>(num_threads(), int64_t(work / kThreadWork) + 1);
  return s.batch < slots ? 1 : slots;
}

// Every channel of an image starts as its bias, or 0.
template <class T>
void start_image(T* image, int64_t channels, int64_t positions, const Tensor* bias) {
  for (int64_t c = 0; c < channels; ++c) {
    std::fill_n(image + c * positions, positions, bias ? bias->data<T>()[c] : T(0));
  }
}

// The matrices of group g: its rows of the weight, of an image of results, of the unfolded matrix.
struct Group {
  Group(const ConvolutionShape& s, int64_t g)
      : rows(s.out_channels / s.groups),
        filter(s.filter()),
        positions(s.out_positions()),
        weight_at(g * rows * filter),
        result_at(g * rows * positions),
        unfolded_at(g * filter * positions) {}
  int64_t rows, filter, positions, weight_at, result_at, unfolded_at;
};

template <class T>
void forward(const ConvolutionForward& a) {
  const ConvolutionShape& s = a.shape;
  each_image<T>(s, slots_of(s), [&](int64_t n, int64_t, T* unfolded) {
    T* out = a.out.data<T>() + n * s.out_image();
    start_image(out, s.out_channels, s.out_positions(), a.bias);
    unfold(s, a.in.data<T>() + n * s.in_image(), unfolded);
    for (int64_t i = 0; i < s.groups; ++i) {
      const Group g(s, i);
      gemm(false, false, g.rows, g.positions, g.filter, 1, a.weight.data<T>() + g.weight_at,
           g.filter, unfolded + g.unfolded_at, g.positions, 1, out + g.result_at, g.positions);
    }
  });
}

template <class T>
void backward_input(const ConvolutionBackwardInput& a) {
  const ConvolutionShape& s = a.shape;
  each_image<T>(s, slots_of(s), [&](int64_t n, int64_t, T* unfolded) {
    const T* dy = a.grad_out.data<T>() + n * s.out_image();
    for (int64_t i = 0; i < s.groups; ++i) {
      const Group g(s, i);
      gemm(true, false, g.filter, g.positions, g.rows, 1, a.weight.data<T>() + g.weight_at,
           g.filter, dy + g.result_at, g.positions, 0, unfolded + g.unfolded_at, g.positions);
    }
    T* dx = a.grad_in.data<T>() + n * s.in_image();
    start_image(dx, s.in_channels, s.in_positions(), a.bias);
    fold(s, unfolded, dx);
  });
}

template <class T>
void backward_weight(const ConvolutionBackwardWeight& a) {
  const ConvolutionShape& s = a.shape;
  const int64_t positions = s.out_positions(), weights = s.weights(), slots = slots_of(s);
  // The first slot adds to the gradients, the others to sums of their own.
  const int64_t each = weights + (a.grad_bias ? s.out_channels : 0);
  const Scratch sums(size_t((slots - 1) * each) * sizeof(T));
  std::fill_n(sums.as<T>(), (slots - 1) * each, T(0));
  T* const grad_bias = a.grad_bias ? a.grad_bias->data<T>() : nullptr;
  each_image<T>(s, slots, [&](int64_t n, int64_t slot, T* unfolded) {
    T* weight = slot == 0 ? a.grad_weight.data<T>() : sums.as<T>() + (slot - 1) * each;
    const T* dy = a.grad_out.data<T>() + n * s.out_image();
    unfold(s, a.in.data<T>() + n * s.in_image(), unfolded);
    for (int64_t i = 0; i < s.groups; ++i) {
      const Group g(s, i);
      gemm(false, true, g.rows, g.filter, positions, a.scale, dy + g.result_at, positions,
           unfolded + g.unfolded_at, positions, 1, weight + g.weight_at, g.filter);
    }
    if (!grad_bias) return;
    T* bias = slot == 0 ? grad_bias : weight + weights;
    for (int64_t o = 0; o < s.out_channels; ++o) {
      T sum = 0;
      for (int64_t i = 0; i < positions; ++i) sum += dy[o * positions + i];
      bias[o] += T(a.scale) * sum;
    }
  });
  for (int64_t slot = 1; slot < slots; ++slot) {
    const T* sum = sums.as<T>() + (slot - 1) * each;
    T* weight = a.grad_weight.data<T>();
    for (int64_t i = 0; i < weights; ++i) weight[i] += sum[i];
    for (int64_t o = 0; grad_bias && o < s.out_channels; ++o) grad_bias[o] += sum[weights + o];
  }
}

}  // namespace

const char* convolution_unfold(const ConvolutionForward& a, std::string*) {
  visit_real(a.in.dtype(), [&](auto zero) { forward<decltype(zero)>(a); });
  return nullptr;
}
const char* convolution_unfold(const ConvolutionBackwardInput& a, std::string*) {
  visit_real(a.grad_out.dtype(), [&](auto zero) { backward_input<decltype(zero)>(a); });
  return nullptr;
}
const char* convolution_unfold(const ConvolutionBackwardWeight& a, std::string*) {
  visit_real(a.in.dtype(), [&](auto zero) { backward_weight<decltype(zero)>(a); });
  return nullptr;
}

}  // namespace tocha::cpu
