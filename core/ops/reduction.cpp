// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/reduction.h"

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {

void check_not_empty(const Tensor& a) {
  if (a.empty()) fail("a tensor with elements is needed, got ", a);
}

double reduce_all(const Tensor& a, const ReduceCall& call) {
  double result = 0;
  need(a.device(),
       a.device().kernels.*call.kernel)({.in = a, .op = call.op, .p = call.p, .number = &result});
  return result;
}

void reduce_dim(Tensor& out, Tensor* indices, const Tensor& a, int64_t dim,
                const ReduceCall& call) {
  const int d = check_dim(a, dim);
  check_same_type(out, a);
  if (indices && (indices->dtype() != DType::Long || &indices->device() != &a.device())) {
    fail("indices must be a ", a.device().type_prefix(), "LongTensor, got ", *indices);
  }
  if (indices && indices->storage() && indices->storage() == out.storage()) {
    fail("values and indices share memory");
  }
  const Tensor source = a;  // `a` may be the result itself
  Shape sizes{a.sizes()};
  sizes[d] = 1;
  auto shares = [&](const Tensor* t) { return t && t->storage() && t->storage() == a.storage(); };
  if (shares(&out) || shares(indices)) {
    Tensor values(out.dtype(), out.device()), places(DType::Long, out.device());
    reduce_dim(values, indices ? &places : nullptr, source, d, call);
    out.resize(sizes);
    copy(out, values);
    if (indices) {
      indices->resize(sizes);
      copy(*indices, places);
    }
    return;
  }
  out.resize(sizes);
  check_writable(out);
  if (indices) {
    indices->resize(sizes);
    check_writable(*indices);
  }
  need(source.device(), source.device().kernels.*call.kernel)(
      {.in = source, .op = call.op, .p = call.p, .dim = d, .out = &out, .indices = indices});
}

}  // namespace tocha
