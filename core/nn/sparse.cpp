// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/sparse.h"

#include <algorithm>

#include "core/ops/arithmetic.h"
#include "core/ops/index.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {
constexpr int64_t kPiece = 1 << 17;  // elements that stay in the cache between the three steps
}

void add_scaled_rows(Tensor& out, const Tensor& to, const Tensor& in, const Tensor& from,
                     const Tensor& values, Tensor& scratch) {
  const int64_t count = to.numel(), step = std::max<int64_t>(1, kPiece / in.size(1));
  for (int64_t at = 0; at < count; at += step) {
    const int64_t length = std::min(step, count - at);
    index_select(scratch, in, 0, narrow(from, 0, at, length));
    mul(scratch, scratch, unsqueeze(narrow(values, 0, at, length), 1));
    index_add(out, 0, narrow(to, 0, at, length), scratch);
  }
}

}  // namespace tocha
