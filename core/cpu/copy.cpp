// SPDX-License-Identifier: BSD-3-Clause
// Copies with conversion, and fills, on the CPU.
#include <cstring>

#include "core/cpu/kernels.h"
#include "core/tensor/iterate.h"

namespace tocha::cpu {
namespace {

constexpr int64_t kGrain = 32768;  // elements a thread takes at least

template <class To, class From>
void convert_row(char* const* p, const int64_t* s, int64_t n) {
  if (s[0] == sizeof(To) && s[1] == sizeof(From)) {
    To* to = reinterpret_cast<To*>(p[0]);
    const From* from = reinterpret_cast<const From*>(p[1]);
    for (int64_t i = 0; i < n; ++i) to[i] = convert<To>(from[i]);
    return;
  }
  for (int64_t i = 0; i < n; ++i) {
    *reinterpret_cast<To*>(p[0] + i * s[0]) =
        convert<To>(*reinterpret_cast<const From*>(p[1] + i * s[1]));
  }
}

// Elements of one size move as integers of that size.
template <class Word>
void move_row(char* const* p, const int64_t* s, int64_t n) {
  if (s[0] == sizeof(Word) && s[1] == sizeof(Word)) {
    std::memcpy(p[0], p[1], size_t(n) * sizeof(Word));
    return;
  }
  for (int64_t i = 0; i < n; ++i) {
    *reinterpret_cast<Word*>(p[0] + i * s[0]) = *reinterpret_cast<const Word*>(p[1] + i * s[1]);
  }
}

// A transposing copy: the result is dense along dimension 0, the source along dimension 1. Square
// blocks keep the lines of both sides in the cache.
template <class Word>
void move_transposed(const StridedLoop& loop) {
  constexpr int64_t kBlock = 32;
  int64_t outer = 1;
  for (int d = 2; d < loop.dim; ++d) outer *= loop.sizes[d];
  const int64_t rows = loop.sizes[1], columns = loop.sizes[0];
  const int64_t bands = (rows + kBlock - 1) / kBlock;
  parallel_for(outer * bands, std::max<int64_t>(1, kGrain / (kBlock * columns)),
               [&](int64_t begin, int64_t end) {
                 for (int64_t item = begin; item < end; ++item) {
                   char* to = loop.base[0];
                   const char* from = loop.base[1];
                   int64_t rest = item / bands;
                   for (int d = 2; d < loop.dim; ++d) {
                     const int64_t i = rest % loop.sizes[d];
                     rest /= loop.sizes[d];
                     to += i * loop.strides[0][d];
                     from += i * loop.strides[1][d];
                   }
                   const int64_t row0 = item % bands * kBlock, row1 = std::min(rows, row0 + kBlock);
                   for (int64_t column0 = 0; column0 < columns; column0 += kBlock) {
                     const int64_t column1 = std::min(columns, column0 + kBlock);
                     for (int64_t r = row0; r < row1; ++r) {
                       Word* out = reinterpret_cast<Word*>(to + r * loop.strides[0][1]);
                       const char* in = from + r * loop.strides[1][1];
                       for (int64_t c = column0; c < column1; ++c) {
                         out[c] = *reinterpret_cast<const Word*>(in + c * loop.strides[1][0]);
                       }
                     }
                   }
                 }
               });
}

template <class Word>
void move_elements(const StridedLoop& loop) {
  if (loop.dim >= 2 && loop.strides[0][0] == sizeof(Word) && loop.strides[1][1] == sizeof(Word)) {
    return move_transposed<Word>(loop);
  }
  parallel_rows(loop, kGrain, move_row<Word>);
}

}  // namespace

void copy(Tensor& out, const Tensor& in) {
  const StridedLoop loop = make_loop({&out, &in});
  if (out.dtype() == in.dtype()) {
    switch (element_size(out.dtype())) {
      case 1:
        return move_elements<uint8_t>(loop);
      case 2:
        return move_elements<uint16_t>(loop);
      case 4:
        return move_elements<uint32_t>(loop);
      default:
        return move_elements<uint64_t>(loop);
    }
  }
  visit(out.dtype(), [&](auto to) {
    visit(in.dtype(), [&](auto from) {
      parallel_rows(loop, kGrain, convert_row<decltype(to), decltype(from)>);
    });
  });
}

void fill(Tensor& out, double value) {
  visit(out.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const T element = convert<T>(value);
    parallel_rows(make_loop({&out}), kGrain, [&](char* const* p, const int64_t* s, int64_t n) {
      if (s[0] == sizeof(T)) {
        std::fill_n(reinterpret_cast<T*>(p[0]), n, element);
      } else {
        for (int64_t i = 0; i < n; ++i) *reinterpret_cast<T*>(p[0] + i * s[0]) = element;
      }
    });
  });
}

}  // namespace tocha::cpu
