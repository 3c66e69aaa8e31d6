// SPDX-License-Identifier: BSD-3-Clause
#include "core/tensor/iterate.h"

namespace tocha {

StridedLoop make_loop(std::initializer_list<const Tensor*> tensors, bool keep_order) {
  StridedLoop loop;
  const Tensor& first = **tensors.begin();
  int64_t size_of[kMaxOperands] = {};
  for (const Tensor* t : tensors) {
    size_of[loop.operands] = element_size(t->dtype());
    loop.base[loop.operands++] = t->bytes();
  }
  if (first.empty()) return loop;

  // The dimensions in the order in which they are walked, innermost first.
  int order[kMaxDims];
  int count = 0;
  for (int d = first.dim() - 1; d >= 0; --d) {
    if (first.size(d) == 1) continue;
    int at = count++;
    if (!keep_order) {
      auto weight = [&](int dim) {  // the result's stride decides, then the other tensors'
        for (const Tensor* t : tensors) {
          if (t->stride(dim) != 0) return t->stride(dim);
        }
        return int64_t(0);
      };
      while (at > 0 && weight(order[at - 1]) > weight(d)) {
        order[at] = order[at - 1];
        --at;
      }
    }
    order[at] = d;
  }

  loop.sizes[0] = 1;
  int n = 0;
  for (int i = 0; i < count; ++i) {
    const int d = order[i];
    bool merges = n > 0;
    int k = 0;
    for (const Tensor* t : tensors) {
      merges = merges && t->stride(d) * size_of[k] == loop.strides[k][n - 1] * loop.sizes[n - 1];
      ++k;
    }
    if (merges) {
      loop.sizes[n - 1] *= first.size(d);
      continue;
    }
    loop.sizes[n] = first.size(d);
    k = 0;
    for (const Tensor* t : tensors) {
      loop.strides[k][n] = t->stride(d) * size_of[k];
      ++k;
    }
    ++n;
  }
  if (n == 0) {  // one element: a row of one, with strides a kernel may call contiguous
    for (int k = 0; k < loop.operands; ++k) loop.strides[k][0] = size_of[k];
    n = 1;
  }
  loop.dim = n;
  return loop;
}

}  // namespace tocha
