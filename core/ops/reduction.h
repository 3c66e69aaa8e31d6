// SPDX-License-Identifier: BSD-3-Clause
// Checks and result shapes of reductions, once for all of their families (core/device.h:
// ReduceArgs).
#pragma once

#include "core/device.h"

namespace tocha {

/// One entry of the kernel table and the operator in it; `p` is ReduceArgs::p.
struct ReduceCall {
  void (*Kernels::*kernel)(const ReduceArgs&);
  int op = 0;
  double p = 0;
};

/// The reduction of all elements; there must be one, the caller sees to empty tensors.
double reduce_all(const Tensor& a, const ReduceCall& call);

/// The reduction along dimension `dim` (negative: from the end). `out` and, where there are any,
/// `indices` get the sizes of `a` with 1 at `dim`; they may share memory with `a`.
void reduce_dim(Tensor& out, Tensor* indices, const Tensor& a, int64_t dim, const ReduceCall& call);

/// The caller's error for a reduction that has no value for no elements.
void check_not_empty(const Tensor& a);

}  // namespace tocha
