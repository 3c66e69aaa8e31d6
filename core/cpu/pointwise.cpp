// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/pointwise.h"

#include <algorithm>

#include "core/tensor/iterate.h"

namespace tocha::cpu {
namespace {

// Below this many elements a thread is not worth waking (about 10 us of work).
constexpr int64_t kGrain = 32768;
constexpr int64_t kPiece = 256;

template <class Word>
void move(char* to, int64_t to_stride, const char* from, int64_t from_stride, int64_t n) {
  if (from_stride == 0 && to_stride == sizeof(Word)) {
    std::fill_n(reinterpret_cast<Word*>(to), n, *reinterpret_cast<const Word*>(from));
    return;
  }
  for (int64_t i = 0; i < n; ++i) {
    *reinterpret_cast<Word*>(to + i * to_stride) =
        *reinterpret_cast<const Word*>(from + i * from_stride);
  }
}

void move(int size, char* to, int64_t to_stride, const char* from, int64_t from_stride, int64_t n) {
  switch (size) {
    case 1:
      return move<uint8_t>(to, to_stride, from, from_stride, n);
    case 2:
      return move<uint16_t>(to, to_stride, from, from_stride, n);
    case 4:
      return move<uint32_t>(to, to_stride, from, from_stride, n);
    default:
      return move<uint64_t>(to, to_stride, from, from_stride, n);
  }
}

// A row whose strides are not all the element sizes.
void strided_row(const double* params, RowFunction row, int operands, const int* sizes,
                 char* const* p, const int64_t* s, int64_t n) {
  alignas(64) char buffer[kMaxOperands][kPiece * 8];
  for (int64_t i = 0; i < n; i += kPiece) {
    const int64_t m = std::min(kPiece, n - i);
    char* pieces[kMaxOperands];
    for (int k = 0; k < operands; ++k) {
      const bool dense = s[k] == sizes[k];
      pieces[k] = dense ? p[k] + i * s[k] : buffer[k];
      const bool there = dense || (s[k] == 0 && i > 0);  // one element serves all pieces
      if (!there && k > 0) move(sizes[k], buffer[k], sizes[k], p[k] + i * s[k], s[k], m);
    }
    row(params, pieces, m);
    if (pieces[0] == buffer[0]) move(sizes[0], p[0] + i * s[0], s[0], buffer[0], sizes[0], m);
  }
}

}  // namespace

// Without the vectors of two pointers that the compiler would load from `args`: they were stored
// one by one just before, and such a load waits for the stores (a sixth of a small call).
[[gnu::optimize("no-tree-slp-vectorize")]] void walk_pointwise(const PointwiseArgs& args,
                                                               RowFunction row) {
  const Tensor& out = args.out;
  const Tensor *a = args.in[0], *b = args.in[1], *c = args.in[2];
  const int operands = 2 + (b != nullptr) + (c != nullptr);
  if (!b) b = a;
  if (!c) c = a;
  const int in_size = element_size(a->dtype()), out_size = element_size(out.dtype());
  if (args.contiguous ||
      (out.is_contiguous() && a->is_contiguous() && b->is_contiguous() && c->is_contiguous())) {
    parallel_for(out.numel(), kGrain, [&](int64_t begin, int64_t end) {
      char* const p[] = {out.bytes() + begin * out_size, a->bytes() + begin * in_size,
                         b->bytes() + begin * in_size, c->bytes() + begin * in_size};
      row(args.params, p, end - begin);
    });
    return;
  }
  const int sizes[] = {out_size, in_size, in_size, in_size};
  parallel_rows(make_loop({&out, a, b, c}), kGrain,
                [&](char* const* p, const int64_t* s, int64_t n) {
                  for (int k = 0; k < operands; ++k) {
                    if (s[k] != sizes[k])
                      return strided_row(args.params, row, operands, sizes, p, s, n);
                  }
                  row(args.params, p, n);
                });
}

}  // namespace tocha::cpu
