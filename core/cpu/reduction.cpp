// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/reduction.h"

#include <memory>

#include "core/tensor/iterate.h"
#include "core/tensor/views.h"

namespace tocha::cpu {
namespace {

constexpr int64_t kBlock = 65536;  // elements a block has at least
constexpr int64_t kMaxBlocks = 64;
constexpr int64_t kPiece = 256;  // elements gathered at once

// One state, or several for blocks; on the stack where they are small.
class States {
 public:
  States(const StateFunctions& f, int64_t count) : size_((f.size + 63) / 64 * 64) {
    if (size_ * size_t(count) > sizeof local_) heap_.reset(new Line[size_ / 64 * size_t(count)]);
  }
  void* operator[](int64_t i) {
    return (heap_ ? reinterpret_cast<char*>(heap_.get()) : local_) + size_ * size_t(i);
  }

 private:
  struct alignas(64) Line {
    char bytes[64];
  };
  size_t size_;
  alignas(64) char local_[16384];
  std::unique_ptr<Line[]> heap_;
};

// Folds n items of `width` elements each with fold(state, begin, end) into `total`, block by block.
template <class Fold>
void fold_blocks(const StateFunctions& f, const ReduceArgs& args, void* total, int64_t n,
                 int64_t width, int count, bool parallel, Fold&& fold) {
  f.start(total, args, count);
  const int64_t length = std::max((kBlock + width - 1) / width, (n + kMaxBlocks - 1) / kMaxBlocks);
  const int64_t blocks = (n + length - 1) / length;
  if (blocks <= 1) return fold(total, 0, n);
  States parts(f, parallel ? blocks : 1);
  auto part = [&](void* state, int64_t b) {
    f.start(state, args, count);
    fold(state, b * length, std::min(n, (b + 1) * length));
  };
  if (parallel) {
    parallel_for(blocks, 1, [&](int64_t begin, int64_t end) {
      for (int64_t b = begin; b < end; ++b) part(parts[b], b);
    });
  }
  for (int64_t b = 0; b < blocks; ++b) {
    if (!parallel) part(parts[0], b);
    f.merge(total, parts[parallel ? b : 0], count);
  }
}

template <class Word>
void gather(char* to, const char* from, int64_t stride, int64_t n) {
  for (int64_t k = 0; k < n; ++k) {
    reinterpret_cast<Word*>(to)[k] = *reinterpret_cast<const Word*>(from + k * stride);
  }
}

// n elements at distance `stride` (bytes) into a row's state, contiguous pieces at a time.
void fold_row(const StateFunctions& f, void* state, int size, const char* p, int64_t stride,
              int64_t n, int64_t first) {
  if (stride == size) return f.fold(state, p, 1, n, 1, first);
  alignas(64) char piece[kPiece * 8];
  for (int64_t i = 0; i < n; i += kPiece) {
    const int64_t m = std::min(kPiece, n - i);
    const char* from = p + i * stride;
    switch (size) {
      case 1:
        gather<uint8_t>(piece, from, stride, m);
        break;
      case 2:
        gather<uint16_t>(piece, from, stride, m);
        break;
      case 4:
        gather<uint32_t>(piece, from, stride, m);
        break;
      default:
        gather<uint64_t>(piece, from, stride, m);
    }
    f.fold(state, piece, 1, m, 1, first + i);
  }
}

void reduce_whole(const Reduction& reduction, const ReduceArgs& args) {
  const StateFunctions& f = reduction.row;
  const int size = element_size(args.in.dtype());
  const StridedLoop loop = make_loop({&args.in});
  const int64_t n = loop.numel();
  States total(f, 1);
  fold_blocks(f, args, total[0], n, 1, 1, true, [&](void* state, int64_t begin, int64_t end) {
    for_each_row(loop, begin, end, [&](char* const* p, const int64_t* s, int64_t m) {
      fold_row(f, state, size, p[0], s[0], m, 0);
    });
  });
  *args.number = reduction.number(total[0], n);
}

// A dimension's reduction: `loop` walks the results (0), their first elements (1), the indices (2).
struct Dimension {
  const Reduction& reduction;
  const ReduceArgs& args;
  const StridedLoop loop;
  const int64_t n, step;  // elements to a result and their distance in bytes
  const int size;

  char* index(char* const* p, const int64_t* s, int64_t i) const {
    return args.indices ? p[2] + i * s[2] : nullptr;
  }
  // So many results that each of them has a thread to itself, else the threads share each.
  template <class Run>
  void share(int64_t items, int64_t elements, Run&& run) const {
    if (items < num_threads()) return run(0, items, true);
    parallel_for(items, std::max<int64_t>(1, kBlock / 2 / elements),
                 [&](int64_t begin, int64_t end) { run(begin, end, false); });
  }

  void rows() const {
    share(loop.numel(), n, [&](int64_t begin, int64_t end, bool inside) {
      const StateFunctions& f = reduction.row;
      States state(f, 1);
      for_each_row(loop, begin, end, [&](char* const* p, const int64_t* s, int64_t count) {
        if (step == size && n <= kBlock) return reduction.short_rows(args, p, s, n, count);
        for (int64_t i = 0; i < count; ++i) {
          const char* from = p[1] + i * s[1];
          fold_blocks(f, args, state[0], n, 1, 1, inside, [&](void* part, int64_t b, int64_t e) {
            fold_row(f, part, size, from + b * step, step, e - b, b);
          });
          f.write(state[0], 0, n, p[0] + i * s[0], index(p, s, i));
        }
      });
    });
  }

  // Results whose elements lie side by side.
  void columns() const {
    const int64_t width = loop.sizes[0], pieces = (width + kColumns - 1) / kColumns;
    share(loop.numel() / width * pieces, n * std::min<int64_t>(width, kColumns),
          [&](int64_t begin, int64_t end, bool inside) {
            const StateFunctions& f = reduction.columns;
            States state(f, 1);
            for (int64_t item = begin; item < end; ++item) {
              const int64_t at = item % pieces * kColumns, from = item / pieces * width + at;
              const int count = int(std::min<int64_t>(kColumns, width - at));
              for_each_row(
                  loop, from, from + count, [&](char* const* p, const int64_t* s, int64_t) {
                    fold_blocks(f, args, state[0], n, count, count, inside,
                                [&](void* part, int64_t b, int64_t e) {
                                  f.fold(part, p[1] + b * step, step / size, e - b, count, b);
                                });
                    for (int c = 0; c < count; ++c) {
                      f.write(state[0], c, n, p[0] + c * s[0], index(p, s, c));
                    }
                  });
            }
          });
  }
};

}  // namespace

void reduce(const Reduction& reduction, const ReduceArgs& args) {
  if (args.number) return reduce_whole(reduction, args);
  const Tensor first = narrow(args.in, args.dim, 0, 1);
  const int size = element_size(args.in.dtype());
  const Dimension d{
      reduction,
      args,
      args.indices ? make_loop({args.out, &first, args.indices}) : make_loop({args.out, &first}),
      args.in.size(args.dim),
      args.in.stride(args.dim) * size,
      size};
  const bool side_by_side =
      d.step != size && d.loop.strides[1][0] == size && d.loop.sizes[0] >= 8 && d.n < INT32_MAX;
  side_by_side ? d.columns() : d.rows();
}

}  // namespace tocha::cpu
