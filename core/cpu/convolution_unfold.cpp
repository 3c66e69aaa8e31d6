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

// Calls f(image row, first input column, row of the unfolded matrix) for each row of each window
// element; a null image row stands for padding.
template <class T, class F>
void each_row(const ConvolutionShape& s, T* image, T* unfolded, F&& f) {
  const auto& [t, h, w] = s.windows;
  const auto& [in_depth, in_height, in_width] = s.in;
  const auto& [out_depth, out_height, out_width] = s.out;
  auto plane_of = [depth = in_depth, area = in_height * in_width](T* volume, int64_t iz) {
    return iz >= 0 && iz < depth ? volume + iz * area : nullptr;
  };
  for (int64_t c = 0; c < s.in_channels; ++c, image += s.in_positions()) {
    for (int64_t k = 0; k < s.kernel(); ++k) {
      const int64_t kx = k % w.kernel, ky = k / w.kernel % h.kernel, kz = k / (w.kernel * h.kernel);
      for (int64_t oz = 0; oz < out_depth; ++oz) {
        T* const plane = plane_of(image, oz * t.stride - t.pad + kz * t.dilation);
        for (int64_t oy = 0; oy < out_height; ++oy, unfolded += out_width) {
          const int64_t iy = oy * h.stride - h.pad + ky * h.dilation;
          const bool inside = plane && iy >= 0 && iy < in_height;
          f(inside ? plane + iy * in_width : nullptr, kx * w.dilation - w.pad, unfolded);
        }
      }
    }
  }
}

template <class T>
void unfold(const ConvolutionShape& s, const T* image, T* unfolded) {
  const int64_t stride = s.windows[2].stride, width = s.in[2], out_width = s.out[2];
  each_row(s, const_cast<T*>(image), unfolded, [&](const T* row, int64_t ix, T* to) {
    if (!row) {
      std::fill_n(to, out_width, T(0));
      return;
    }
    const Inside x(ix, stride, width, out_width);
    std::fill_n(to, x.begin, T(0));
    if (stride == 1) {
      std::copy(row + ix + x.begin, row + ix + x.end, to + x.begin);
    } else {
      for (int64_t i = x.begin; i < x.end; ++i) to[i] = row[ix + i * stride];
    }
    std::fill(to + x.end, to + out_width, T(0));
  });
}

// The transpose of unfold: adds each element to where it came from.
template <class T>
void fold(const ConvolutionShape& s, T* unfolded, T* image) {
  const int64_t stride = s.windows[2].stride, width = s.in[2], out_width = s.out[2];
  each_row(s, image, unfolded, [&](T* row, int64_t ix, const T* from) {
    if (!row) return;
    const Inside x(ix, stride, width, out_width);
    for (int64_t i = x.begin; i < x.end; ++i) row[ix + i * stride] += from[i];
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
