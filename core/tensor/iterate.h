// SPDX-License-Identifier: BSD-3-Clause
// How a device walks several tensors of the same sizes: a `StridedLoop` is the common shape after
// dimensions of size 1 are dropped, dimensions are ordered by the first tensor's strides and those
// that lie behind each other in every tensor are merged. Contiguous tensors end as one row.
// Strides are in bytes; dimension 0 is the innermost.
#pragma once

#include <cassert>
#include <initializer_list>

#include "core/base/parallel.h"
#include "core/tensor/tensor.h"

namespace tocha {

inline constexpr int kMaxOperands = 4;

struct StridedLoop {
  int dim = 1;
  int operands = 0;
  int64_t sizes[kMaxDims] = {0};
  int64_t strides[kMaxOperands][kMaxDims] = {};
  char* base[kMaxOperands] = {};

  int64_t numel() const {
    int64_t product = 1;
    for (int d = 0; d < dim; ++d) product *= sizes[d];
    return product;
  }
};

/// The loop over tensors of equal sizes (asserted by the caller), the result first. With
/// `keep_order` the elements come in logical (row-major) order.
TOCHA_API StridedLoop make_loop(std::initializer_list<const Tensor*> tensors,
                                bool keep_order = false);

/// Calls `row(pointers, strides, n)` for rows that cover items begin ... end-1 of the loop;
/// `strides` are those of the innermost dimension.
template <class Row>
void for_each_row(const StridedLoop& loop, int64_t begin, int64_t end, Row&& row) {
  assert(loop.operands >= 1 && loop.dim >= 1);
  int64_t inner[kMaxOperands];
  for (int k = 0; k < loop.operands; ++k) inner[k] = loop.strides[k][0];
  int64_t index[kMaxDims];
  for (int64_t d = 0, rest = begin; d < loop.dim; ++d) {
    index[d] = rest % loop.sizes[d];
    rest /= loop.sizes[d];
  }
  for (int64_t at = begin; at < end;) {
    char* pointers[kMaxOperands];
    for (int k = 0; k < loop.operands; ++k) {
      pointers[k] = loop.base[k];
      for (int d = 0; d < loop.dim; ++d) pointers[k] += index[d] * loop.strides[k][d];
    }
    const int64_t n = std::min(loop.sizes[0] - index[0], end - at);
    row(pointers, inner, n);
    at += n;
    index[0] += n;
    for (int d = 0; d + 1 < loop.dim && index[d] == loop.sizes[d]; ++d) {
      index[d] = 0;
      ++index[d + 1];
    }
  }
}

/// The same over all items, in parallel when there are many.
template <class Row>
void parallel_rows(const StridedLoop& loop, int64_t grain, Row&& row) {
  parallel_for(loop.numel(), grain,
               [&](int64_t begin, int64_t end) { for_each_row(loop, begin, end, row); });
}

}  // namespace tocha
