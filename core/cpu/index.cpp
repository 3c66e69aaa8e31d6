// SPDX-License-Identifier: BSD-3-Clause
// Slices by position on the CPU. One walk serves all modes: `whole` is the tensor that the
// positions point into, `part` has slice k for position k. Threads share out the elements of a
// slice, never the positions, so that one which occurs twice keeps its order.
#include <cassert>
#include <cstring>

#include "core/cpu/kernels.h"
#include "core/tensor/iterate.h"
#include "core/tensor/views.h"

namespace tocha::cpu {
namespace {

constexpr int64_t kGrain = 32768;

struct Walk {
  StridedLoop loop;  // over one slice: part, whole
  const int64_t* at;
  int64_t count;
  int64_t part_step, whole_step;  // bytes from one slice to the next
};

// What happens to an element of `whole` and its partner in `part`, and to n of them side by side.
struct Select {
  template <class Word>
  void operator()(Word& whole, Word& part) const {
    part = whole;
  }
  template <class Word>
  void row(Word* whole, Word* part, int64_t n) const {
    if (n == 1)
      *part = *whole;
    else
      std::memcpy(part, whole, size_t(n) * sizeof(Word));
  }
};
struct Store {
  template <class Word>
  void operator()(Word& whole, Word& part) const {
    whole = part;
  }
  template <class Word>
  void row(Word* whole, Word* part, int64_t n) const {
    if (n == 1)
      *whole = *part;
    else
      std::memcpy(whole, part, size_t(n) * sizeof(Word));
  }
};
struct Accumulate {
  template <class T>
  void operator()(T& sum, T& term) const {
    using C = Compute<T>;
    sum = convert<T>(C(convert<C>(sum) + convert<C>(term)));
  }
  template <class T>
  void row(T* sum, T* term, int64_t n) const {
#pragma GCC ivdep
    for (int64_t i = 0; i < n; ++i) (*this)(sum[i], term[i]);
  }
};

// All positions for the elements of one row of the slice.
template <class T, class Move>
void walk_row(const Walk& w, char* const* p, const int64_t* s, int64_t n, int64_t begin,
              int64_t end, Move move) {
  if (s[0] == sizeof(T) && s[1] == sizeof(T)) {
    for (int64_t k = begin; k < end; ++k) {
      T* part = reinterpret_cast<T*>(p[0] + k * w.part_step);
      T* whole = reinterpret_cast<T*>(p[1] + (w.at[k] - 1) * w.whole_step);
      move.row(whole, part, n);
    }
    return;
  }
  for (int64_t i = 0; i < n; ++i) {
    char *part = p[0] + i * s[0], *whole = p[1] + i * s[1];
    for (int64_t k = begin; k < end; ++k) {
      move(*reinterpret_cast<T*>(whole + (w.at[k] - 1) * w.whole_step),
           *reinterpret_cast<T*>(part + k * w.part_step));
    }
  }
}

template <class T, class Move>
void walk(const Walk& w, bool may_split_positions, Move move) {
  const int64_t elements = w.loop.numel();
  const bool rows = w.loop.strides[0][0] == sizeof(T) && w.loop.strides[1][0] == sizeof(T);
  if (may_split_positions && (elements < 64 || (rows && w.count > elements / 64))) {
    parallel_for(w.count, std::max<int64_t>(1, kGrain / elements), [&](int64_t begin, int64_t end) {
      for_each_row(w.loop, 0, elements, [&](char* const* p, const int64_t* s, int64_t n) {
        walk_row<T>(w, p, s, n, begin, end, move);
      });
    });
    return;
  }
  parallel_for(elements, std::max<int64_t>(1, kGrain / w.count), [&](int64_t begin, int64_t end) {
    for_each_row(w.loop, begin, end, [&](char* const* p, const int64_t* s, int64_t n) {
      walk_row<T>(w, p, s, n, 0, w.count, move);
    });
  });
}

template <class Word>
void move_slices(const Walk& w, IndexMode mode) {
  if (mode == IndexMode::Select)
    walk<Word>(w, true, Select());
  else
    walk<Word>(w, false, Store());
}

}  // namespace

void index(IndexMode mode, const Tensor& whole, const Tensor& part, int dim, const Tensor& index) {
  const Tensor one = select(part, dim, 0), other = select(whole, dim, 0);
  const int64_t bytes = element_size(whole.dtype()), size = whole.size(dim);
  const Walk w{make_loop({&one, &other}), index.data<int64_t>(), index.numel(),
               part.stride(dim) * bytes, whole.stride(dim) * bytes};
  assert(w.at && w.count > 0);
  for (int64_t k = 0; k < w.count; ++k) {
    if (w.at[k] < 1 || w.at[k] > size) {
      fail("index ", w.at[k], " is out of range 1 to ", size, " in dimension ", dim + 1);
    }
  }
  if (mode == IndexMode::Add) {
    visit(whole.dtype(), [&](auto zero) { walk<decltype(zero)>(w, false, Accumulate()); });
    return;
  }
  switch (bytes) {
    case 1:
      return move_slices<uint8_t>(w, mode);
    case 2:
      return move_slices<uint16_t>(w, mode);
    case 4:
      return move_slices<uint32_t>(w, mode);
    default:
      return move_slices<uint64_t>(w, mode);
  }
}

}  // namespace tocha::cpu
