// SPDX-License-Identifier: BSD-3-Clause
// Scattered writes on the CPU: threads share out the rows along `dim`, each of which is written in
// order.
#include "core/cpu/kernels.h"
#include "core/tensor/iterate.h"
#include "core/tensor/views.h"

namespace tocha::cpu {
namespace {

void check_positions(const Tensor& index, int64_t size, int dim) {
  parallel_rows(make_loop({&index}), 65536, [&](char* const* p, const int64_t* s, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      const int64_t at = *reinterpret_cast<const int64_t*>(p[0] + i * s[0]);
      if (at < 1 || at > size) {
        fail("index ", at, " is out of range 1 to ", size, " in dimension ", dim + 1);
      }
    }
  });
}

template <class Word>
void scatter_words(const Tensor& whole, int dim, const Tensor& index, const Tensor& part) {
  const Tensor i0 = select(index, dim, 0), w0 = select(whole, dim, 0), p0 = select(part, dim, 0);
  const int64_t count = index.size(dim);
  const int64_t index_step = index.stride(dim) * 8;
  const int64_t whole_step = whole.stride(dim) * int64_t(sizeof(Word));
  const int64_t part_step = part.stride(dim) * int64_t(sizeof(Word));
  const StridedLoop loop = make_loop({&i0, &w0, &p0});
  parallel_rows(
      loop, std::max<int64_t>(1, 32768 / count), [&](char* const* p, const int64_t* s, int64_t n) {
        for (int64_t i = 0; i < n; ++i) {
          const char* at = p[0] + i * s[0];
          char* to = p[1] + i * s[1];
          const char* from = p[2] + i * s[2];
          for (int64_t k = 0; k < count; ++k) {
            const int64_t position = *reinterpret_cast<const int64_t*>(at + k * index_step) - 1;
            *reinterpret_cast<Word*>(to + position * whole_step) =
                *reinterpret_cast<const Word*>(from + k * part_step);
          }
        }
      });
}

}  // namespace

void scatter(const Tensor& whole, int dim, const Tensor& index, const Tensor& part) {
  check_positions(index, whole.size(dim), dim);
  switch (element_size(whole.dtype())) {
    case 1:
      return scatter_words<uint8_t>(whole, dim, index, part);
    case 2:
      return scatter_words<uint16_t>(whole, dim, index, part);
    case 4:
      return scatter_words<uint32_t>(whole, dim, index, part);
    default:
      return scatter_words<uint64_t>(whole, dim, index, part);
  }
}

}  // namespace tocha::cpu
