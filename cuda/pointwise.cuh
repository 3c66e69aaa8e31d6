// SPDX-License-Identifier: BSD-3-Clause
// Compiles a family of functors (core/ops/pointwise.h), the same as the CPU's, into GPU kernels:
// for each operator and element type one over contiguous tensors and one over any strides. A
// family's file is then one line that calls `run_pointwise`.
#pragma once

#include "core/ops/pointwise.h"
#include "cuda/elementwise.h"
#include "cuda/pointwise.h"

namespace tocha::cuda {

template <class F, class Out, class In>
__global__ void __launch_bounds__(kThreads)
    contiguous_kernel(F f, Out* out, const In* a, const In* b, const In* c, uint32_t count,
                      bool packed) {
  run_contiguous_thread(blockIdx.x, threadIdx.x, f, out, a, b, c, count, packed);
}

template <class F, class Out, class In>
__global__ void __launch_bounds__(kThreads) strided_kernel(F f, Walk walk) {
  run_strided_thread<F, Out, In>(blockIdx.x, threadIdx.x, f, walk);
}

template <class F, class Out, class In>
inline const ElementwiseKernel kKernel = {
    reinterpret_cast<const void*>(&contiguous_kernel<F, Out, In>),
    reinterpret_cast<const void*>(&strided_kernel<F, Out, In>), F::kInputs};

/// One operator for one element type; compare operators, which return bool, give bytes.
template <template <class> class Op, class T>
void run_operator(const PointwiseArgs& args) {
  using F = Op<Compute<T>>;
  using Out = std::conditional_t<std::is_same_v<PointwiseResult<F, Compute<T>>, bool>, uint8_t, T>;
  F f(args.params);
  launch(kKernel<F, Out, T>, &f, args.out, args.in, args.contiguous);
}

template <class Types, class T, template <class> class... Ops>
void dispatch(int op, const PointwiseArgs& args, OpList<Ops...>) {
  if constexpr (Types::template kHas<T>) {
    static constexpr void (*kOperators[])(const PointwiseArgs&) = {run_operator<Ops, T>...};
    kOperators[op](args);
  } else {
    fail("not available for ", kDType<T>, " tensors");
  }
}

/// The kernel of a family: what a `Kernels` entry calls.
template <class List, class Types = AllTypes>
void run_pointwise(int op, const PointwiseArgs& args) {
  visit(args.in[0]->dtype(), [&](auto zero) { dispatch<Types, decltype(zero)>(op, args, List{}); });
}

}  // namespace tocha::cuda
