// SPDX-License-Identifier: BSD-3-Clause
// Picking elements along a dimension on the CPU: one item of the loop is a whole line of that
// dimension.
#include "core/cpu/kernels.h"
#include "core/tensor/iterate.h"
#include "core/tensor/views.h"

namespace tocha::cpu {
namespace {

struct Steps {
  int64_t out, in, index;  // elements
};

struct Line {
  int64_t n, limit;
  int dim;  // for the error

  int64_t checked(int64_t position) const {
    if (uint64_t(position) - 1 >= uint64_t(limit)) {
      fail("index ", position, " is out of range 1 to ", limit, " in dimension ", dim + 1);
    }
    return position - 1;
  }
};

template <class Word>
void pick(const Line& line, Word* to, const Word* from, const int64_t* at, const Steps& step) {
  if (step.out == 1 && step.in == 1 && step.index == 1) {
    for (int64_t i = 0; i < line.n; ++i) to[i] = from[line.checked(at[i])];
    return;
  }
  for (int64_t i = 0; i < line.n; ++i) {
    to[i * step.out] = from[line.checked(at[i * step.index]) * step.in];
  }
}

// Lines side by side (`across` apart), a band of them at a time: neighbours share cache lines.
template <class Word>
void pick_across(const Line& line, Word* to, const Word* from, const int64_t* at, const Steps& step,
                 const Steps& across, int64_t lines) {
  constexpr int64_t kBand = 128;
  for (int64_t first = 0; first < lines; first += kBand) {
    const int64_t end = std::min(lines, first + kBand);
    for (int64_t i = 0; i < line.n; ++i) {
      for (int64_t k = first; k < end; ++k) {
        to[i * step.out + k * across.out] =
            from[line.checked(at[i * step.index + k * across.index]) * step.in + k * across.in];
      }
    }
  }
}

template <class Word>
void gather_words(const StridedLoop& loop, const Line& line, const Steps& step) {
  parallel_rows(loop, std::max<int64_t>(1, 16384 / line.n),
                [&](char* const* p, const int64_t* s, int64_t count) {
                  Word* to = reinterpret_cast<Word*>(p[0]);
                  const Word* from = reinterpret_cast<const Word*>(p[1]);
                  const int64_t* at = reinterpret_cast<const int64_t*>(p[2]);
                  constexpr int64_t kWord = sizeof(Word), kIndex = sizeof(int64_t);
                  const Steps across{s[0] / kWord, s[1] / kWord, s[2] / kIndex};
                  if (across.index < step.index) {
                    return pick_across(line, to, from, at, step, across, count);
                  }
                  for (int64_t k = 0; k < count; ++k) {
                    pick(line, to + k * across.out, from + k * across.in, at + k * across.index,
                         step);
                  }
                });
}

}  // namespace

void gather(Tensor& out, const Tensor& a, int dim, const Tensor& index) {
  const Line line{index.size(dim), a.size(dim), dim};
  const Steps step{out.stride(dim), a.stride(dim), index.stride(dim)};
  const Tensor lines[] = {narrow(out, dim, 0, 1), narrow(a, dim, 0, 1), narrow(index, dim, 0, 1)};
  const StridedLoop loop = make_loop({&lines[0], &lines[1], &lines[2]});
  switch (element_size(a.dtype())) {
    case 1:
      return gather_words<uint8_t>(loop, line, step);
    case 2:
      return gather_words<uint16_t>(loop, line, step);
    case 4:
      return gather_words<uint32_t>(loop, line, step);
    default:
      return gather_words<uint64_t>(loop, line, step);
  }
}

}  // namespace tocha::cpu
