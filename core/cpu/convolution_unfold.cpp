// SPDX-License-Identifier: BSD-3-Clause
// Convolution as a matrix product: the windows of an image are unfolded into a matrix with a row
// for each weight of a filter and a column for each output position. Takes every size, in float and
// double; threads take whole images where there are enough of them.
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
  for (int64_t c = 0; c < s.in_channels; ++c) {
    T* plane = image + c * s.in_height * s.in_width;
    for (int64_t ky = 0; ky < s.h.kernel; ++ky) {
      for (int64_t kx = 0; kx < s.w.kernel; ++kx) {
        for (int64_t oy = 0; oy < s.out_height; ++oy, unfolded += s.out_width) {
          const int64_t iy = oy * s.h.stride - s.h.pad + ky * s.h.dilation;
          const bool inside = iy >= 0 && iy < s.in_height;
          f(inside ? plane + iy * s.in_width : nullptr, kx * s.w.dilation - s.w.pad, unfolded);
        }
      }
    }
  }
}

template <class T>
void unfold(const ConvolutionShape& s, const T* image, T* unfolded) {
  each_row(s, const_cast<T*>(image), unfolded, [&](const T* row, int64_t ix, T* to) {
    if (!row) {
      std::fill_n(to, s.out_width, T(0));
      return;
    }
    const Inside x(ix, s.w.stride, s.in_width, s.out_width);
    std::fill_n(to, x.begin, T(0));
    if (s.w.stride == 1) {
      std::copy(row + ix + x.begin, row + ix + x.end, to + x.begin);
    } else {
      for (int64_t i = x.begin; i < x.end; ++i) to[i] = row[ix + i * s.w.stride];
    }
    std::fill(to + x.end, to + s.out_width, T(0));
  });
}

// The transpose of unfold: adds each element back to where it came from.
template <class T>
void fold(const ConvolutionShape& s, T* unfolded, T* image) {
  std::fill_n(image, s.in_image(), T(0));
  each_row(s, image, unfolded, [&](T* row, int64_t ix, const T* from) {
    if (!row) return;
    const Inside x(ix, s.w.stride, s.in_width, s.out_width);
    for (int64_t i = x.begin; i < x.end; ++i) row[ix + i * s.w.stride] += from[i];
  });
}

// Runs `body(image number, slot, scratch)` for all images; slots 0 ... slots-1 run side by side,
// each has its own unfolded matrix. With fewer images than threads the matrix product gets them.
template <class T, class Body>
void each_image(const ConvolutionShape& s, int64_t slots, Body&& body) {
  parallel_for(slots, 1, [&](int64_t first, int64_t last) {
    const Scratch scratch(size_t(s.filter() * s.out_height * s.out_width) * sizeof(T));
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

template <class T>
void forward(const ConvolutionForward& a) {
  const ConvolutionShape& s = a.shape;
  const int64_t positions = s.out_height * s.out_width;
  each_image<T>(s, slots_of(s), [&](int64_t n, int64_t, T* unfolded) {
    T* out = a.out.data<T>() + n * s.out_image();
    for (int64_t o = 0; o < s.out_channels; ++o) {
      std::fill_n(out + o * positions, positions, a.bias ? a.bias->data<T>()[o] : T(0));
    }
    unfold(s, a.in.data<T>() + n * s.in_image(), unfolded);
    gemm(false, false, s.out_channels, positions, s.filter(), 1, a.weight.data<T>(), s.filter(),
         unfolded, positions, 1, out, positions);
  });
}

template <class T>
void backward_input(const ConvolutionBackwardInput& a) {
  const ConvolutionShape& s = a.shape;
  const int64_t positions = s.out_height * s.out_width;
  each_image<T>(s, slots_of(s), [&](int64_t n, int64_t, T* unfolded) {
    gemm(true, false, s.filter(), positions, s.out_channels, 1, a.weight.data<T>(), s.filter(),
         a.grad_out.data<T>() + n * s.out_image(), positions, 0, unfolded, positions);
    fold(s, unfolded, a.grad_in.data<T>() + n * s.in_image());
  });
}

template <class T>
void backward_weight(const ConvolutionBackwardWeight& a) {
  const ConvolutionShape& s = a.shape;
  const int64_t positions = s.out_height * s.out_width;
  const int64_t weights = s.out_channels * s.filter(), slots = slots_of(s);
  // The first slot adds to the gradients, the others to sums of their own.
  const int64_t each = weights + (a.grad_bias ? s.out_channels : 0);
  const Scratch sums(size_t((slots - 1) * each) * sizeof(T));
  std::fill_n(sums.as<T>(), (slots - 1) * each, T(0));
  T* const grad_bias = a.grad_bias ? a.grad_bias->data<T>() : nullptr;
  each_image<T>(s, slots, [&](int64_t n, int64_t slot, T* unfolded) {
    T* weight = slot == 0 ? a.grad_weight.data<T>() : sums.as<T>() + (slot - 1) * each;
    const T* dy = a.grad_out.data<T>() + n * s.out_image();
    unfold(s, a.in.data<T>() + n * s.in_image(), unfolded);
    gemm(false, true, s.out_channels, s.filter(), positions, a.scale, dy, positions, unfolded,
         positions, 1, weight, s.filter());
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
