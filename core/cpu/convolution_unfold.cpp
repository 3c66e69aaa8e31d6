// SPDX-License-Identifier: BSD-3-Clause
// Convolution as a matrix product: the windows of an image are unfolded into a matrix with a row
// for each weight of a filter (of each group's) and a column for each output position. Not the
// whole matrix where it is large, but some channels of some rows of the output. Takes every size,
// in float and double; threads take whole images where there are enough of them.
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

// Output positions that are unfolded together: rows of all planes, numbered through, or a part of
// one row.
struct Piece {
  int64_t row, rows, column, columns;
  int64_t positions() const { return rows * columns; }
};

// How an image is cut. Products of many rows want long ones; with few rows the unfolded matrix is
// hardly read more than once, and should stay in the second cache.
struct Cut {
  int64_t rows, columns, channels;

  Cut(const ConvolutionShape& s, size_t element) {
    constexpr int64_t kFewPositions = 256, kFewRows = 16;
    const int64_t bytes = s.out_channels / s.groups < kFewRows ? 1 << 20 : 8 << 20;
    const int64_t fit = bytes / int64_t(element), kernel = s.kernel();
    const int64_t all_rows = s.out[0] * s.out[1], width = s.out[2];
    rows = all_rows;
    columns = width;
    channels = s.in_channels;
    if (channels * kernel * s.out_positions() * int64_t(element) <= 2 * bytes) return;
    const int64_t wanted = std::max(kFewPositions, fit / s.filter());
    if (width >= 2 * wanted) {
      const int64_t parts = width / wanted;
      columns = (width + parts - 1) / parts;
      rows = 1;
    } else {
      rows = std::min(all_rows, (wanted + width - 1) / width);
    }
    const int64_t group = channels / s.groups;
    channels = std::clamp<int64_t>(fit / (kernel * rows * columns), 1, channels);
    if (channels > group) channels = channels / group * group;
  }
  int64_t elements(const ConvolutionShape& s) const {
    return channels * s.kernel() * rows * columns;
  }
  // Calls body(piece) for all of an image.
  template <class Body>
  void each_piece(const ConvolutionShape& s, Body&& body) const {
    for (int64_t row = 0; row < s.out[0] * s.out[1]; row += rows) {
      for (int64_t column = 0; column < s.out[2]; column += columns) {
        body(Piece{row, std::min(rows, s.out[0] * s.out[1] - row), column,
                   std::min(columns, s.out[2] - column)});
      }
    }
  }
  // Calls body(begin, end) for all input channels, cut at the groups' ends or between groups.
  template <class Body>
  void each_channels(const ConvolutionShape& s, Body&& body) const {
    const int64_t group = s.in_channels / s.groups;
    for (int64_t begin = 0, end; begin < s.in_channels; begin = end) {
      end = begin + channels;
      if (channels < group) end = std::min(end, (begin / group + 1) * group);
      end = std::min(end, s.in_channels);
      body(begin, end);
    }
  }
};

// Calls f(plane of the image, its row and column for the first output, rows of the output, part of
// the unfolded matrix) for each plane of each window element, of the channels begin ... end-1 of
// `unfolded`, whose first channel is `origin`; a null plane of the image stands for padding.
template <class T, class F>
void each_plane(const ConvolutionShape& s, const Piece& piece, int64_t origin, int64_t begin,
                int64_t end, T* image, T* unfolded, F&& f) {
  const auto& [t, h, w] = s.windows;
  const int64_t area = s.in[1] * s.in[2], last = piece.row + piece.rows;
  image += begin * s.in_positions();
  unfolded += (begin - origin) * s.kernel() * piece.positions();
  for (int64_t c = begin; c < end; ++c, image += s.in_positions()) {
    for (int64_t kz = 0; kz < t.kernel; ++kz) {
      for (int64_t ky = 0; ky < h.kernel; ++ky) {
        for (int64_t kx = 0; kx < w.kernel; ++kx) {
          const int64_t x = piece.column * w.stride + kx * w.dilation - w.pad;
          for (int64_t row = piece.row, rows; row < last; row += rows) {
            const int64_t oz = row / s.out[1], oy = row % s.out[1];
            rows = std::min(s.out[1] - oy, last - row);
            const int64_t iz = oz * t.stride - t.pad + kz * t.dilation;
            f(iz >= 0 && iz < s.in[0] ? image + iz * area : nullptr,
              oy * h.stride + ky * h.dilation - h.pad, x, rows, unfolded);
            unfolded += rows * piece.columns;
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

// Channels begin ... end-1 of an image, for a piece of the output.
template <class T>
void unfold(const ConvolutionShape& s, const Piece& piece, int64_t begin, int64_t end,
            const T* image, T* unfolded) {
  const Window &h = s.windows[1], &w = s.windows[2];
  const int64_t height = s.in[1], width = s.in[2], columns = piece.columns;
  auto unfold_plane = [&](const T* plane, int64_t iy, int64_t ix, int64_t rows, T* to) {
    const Inside y(iy, h.stride, height, rows), x(ix, w.stride, width, columns);
    if (!plane || y.begin == y.end || x.begin == x.end) {
      std::fill_n(to, rows * columns, T(0));
      return;
    }
    std::fill_n(to, y.begin * columns, T(0));
    std::fill(to + y.end * columns, to + rows * columns, T(0));
    if (h.stride == 1 && w.stride == 1 && width == columns) {
      return move_plane(plane, width, iy, ix, y, x, to);
    }
    for (int64_t oy = y.begin; oy < y.end; ++oy) {
      const T* row = plane + (iy + oy * h.stride) * width + ix;
      T* line = to + oy * columns;
      std::fill_n(line, x.begin, T(0));
      if (w.stride == 1) {
        std::copy(row + x.begin, row + x.end, line + x.begin);
      } else {
        for (int64_t i = x.begin; i < x.end; ++i) line[i] = row[i * w.stride];
      }
      std::fill(line + x.end, line + columns, T(0));
    }
  };
  const int64_t each = std::max<int64_t>(1, s.kernel() * piece.positions());
  parallel_for(end - begin, 1 + 16384 / each, [&](int64_t first, int64_t last) {
    each_plane(s, piece, begin, begin + first, begin + last, const_cast<T*>(image), unfolded,
               unfold_plane);
  });
}

// The transpose of unfold: adds each element to where it came from.
template <class T>
void fold(const ConvolutionShape& s, const Piece& piece, int64_t begin, int64_t end, T* unfolded,
          T* image) {
  const Window &h = s.windows[1], &w = s.windows[2];
  const int64_t width = s.in[2], columns = piece.columns;
  auto fold_plane = [&](T* plane, int64_t iy, int64_t ix, int64_t rows, const T* from) {
    if (!plane) return;
    const Inside y(iy, h.stride, s.in[1], rows), x(ix, w.stride, width, columns);
    for (int64_t oy = y.begin; oy < y.end; ++oy) {
      T* row = plane + (iy + oy * h.stride) * width + ix;
      const T* line = from + oy * columns;
      for (int64_t i = x.begin; i < x.end; ++i) row[i * w.stride] += line[i];
    }
  };
  const int64_t each = std::max<int64_t>(1, s.kernel() * piece.positions());
  parallel_for(end - begin, 1 + 16384 / each, [&](int64_t first, int64_t last) {
    each_plane(s, piece, begin, begin + first, begin + last, image, unfolded, fold_plane);
  });
}

// Runs `body(image number, slot, scratch)` for all images; slots 0 ... slots-1 run side by side,
// each has its own unfolded matrix. With fewer images than threads the matrix product gets them.
template <class T, class Body>
void each_image(const ConvolutionShape& s, const Cut& cut, int64_t slots, Body&& body) {
  parallel_for(slots, 1, [&](int64_t first, int64_t last) {
    const Scratch scratch(size_t(cut.elements(s)) * sizeof(T));
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

// A matrix product for each group of which channels are unfolded: its part of the weight (`rows` x
// `depth` of a filter), of an image of results (`rows` x the piece) and of the unfolded matrix.
struct Product {
  int64_t rows, depth, weight_at, result_at, unfolded_at;
};
template <class Body>
void each_product(const ConvolutionShape& s, const Piece& piece, int64_t begin, int64_t end,
                  Body&& body) {
  const int64_t group = s.in_channels / s.groups, rows = s.out_channels / s.groups;
  for (int64_t c = begin, next; c < end; c = next) {
    const int64_t g = c / group;
    next = std::min(end, (g + 1) * group);
    body(Product{rows, (next - c) * s.kernel(),
                 g * rows * s.filter() + (c - g * group) * s.kernel(),
                 g * rows * s.out_positions() + piece.row * s.out[2] + piece.column,
                 (c - begin) * s.kernel() * piece.positions()});
  }
}

template <class T>
void forward(const ConvolutionForward& a) {
  const ConvolutionShape& s = a.shape;
  const Cut cut(s, sizeof(T));
  const T* weight = a.weight.data<T>();
  each_image<T>(s, cut, slots_of(s), [&](int64_t n, int64_t, T* unfolded) {
    const T* in = a.in.data<T>() + n * s.in_image();
    T* out = a.out.data<T>() + n * s.out_image();
    start_image(out, s.out_channels, s.out_positions(), a.bias);
    cut.each_piece(s, [&](const Piece& piece) {
      cut.each_channels(s, [&](int64_t begin, int64_t end) {
        unfold(s, piece, begin, end, in, unfolded);
        each_product(s, piece, begin, end, [&](const Product& p) {
          gemm(false, false, p.rows, piece.positions(), p.depth, 1, weight + p.weight_at,
               s.filter(), unfolded + p.unfolded_at, piece.positions(), 1, out + p.result_at,
               s.out_positions());
        });
      });
    });
  });
}

template <class T>
void backward_input(const ConvolutionBackwardInput& a) {
  const ConvolutionShape& s = a.shape;
  const Cut cut(s, sizeof(T));
  const T* weight = a.weight.data<T>();
  each_image<T>(s, cut, slots_of(s), [&](int64_t n, int64_t, T* unfolded) {
    const T* dy = a.grad_out.data<T>() + n * s.out_image();
    T* dx = a.grad_in.data<T>() + n * s.in_image();
    start_image(dx, s.in_channels, s.in_positions(), a.bias);
    cut.each_piece(s, [&](const Piece& piece) {
      cut.each_channels(s, [&](int64_t begin, int64_t end) {
        each_product(s, piece, begin, end, [&](const Product& p) {
          gemm(true, false, p.depth, piece.positions(), p.rows, 1, weight + p.weight_at, s.filter(),
               dy + p.result_at, s.out_positions(), 0, unfolded + p.unfolded_at, piece.positions());
        });
        fold(s, piece, begin, end, unfolded, dx);
      });
    });
  });
}

template <class T>
void backward_weight(const ConvolutionBackwardWeight& a) {
  const ConvolutionShape& s = a.shape;
  const Cut cut(s, sizeof(T));
  const int64_t positions = s.out_positions(), weights = s.weights(), slots = slots_of(s);
  // The first slot adds to the gradients, the others to sums of their own.
  const int64_t each = weights + (a.grad_bias ? s.out_channels : 0);
  const Scratch sums(size_t((slots - 1) * each) * sizeof(T));
  std::fill_n(sums.as<T>(), (slots - 1) * each, T(0));
  T* const grad_bias = a.grad_bias ? a.grad_bias->data<T>() : nullptr;
  each_image<T>(s, cut, slots, [&](int64_t n, int64_t slot, T* unfolded) {
    T* weight = slot == 0 ? a.grad_weight.data<T>() : sums.as<T>() + (slot - 1) * each;
    const T* dy = a.grad_out.data<T>() + n * s.out_image();
    const T* in = a.in.data<T>() + n * s.in_image();
    cut.each_piece(s, [&](const Piece& piece) {
      cut.each_channels(s, [&](int64_t begin, int64_t end) {
        unfold(s, piece, begin, end, in, unfolded);
        each_product(s, piece, begin, end, [&](const Product& p) {
          gemm(false, true, p.rows, p.depth, piece.positions(), a.scale, dy + p.result_at,
               positions, unfolded + p.unfolded_at, piece.positions(), 1, weight + p.weight_at,
               s.filter());
        });
      });
    });
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
