// SPDX-License-Identifier: BSD-3-Clause
// Queues an elementwise kernel: which of its two forms, over how many threads, in how many parts.
// Host code without types, so that an operator adds nothing to it (pointwise.cuh compiles the
// kernels).
#pragma once

#include "core/device.h"

namespace tocha::cuda {

/// The two forms of an operator for certain element types:
///   contiguous(F f, void* out, const void* a, b, c, uint32_t count, bool packed)
///   strided(F f, Walk walk)
struct ElementwiseKernel {
  const void* contiguous;
  const void* strided;
  int inputs;
};

/// Queues kernel(functor, inputs...) over the elements of `out`; inputs have its sizes and device.
/// `contiguous`: all are known to be. What the kernel's inputs do not reach may be null.
void launch(const ElementwiseKernel& kernel, void* functor, Tensor& out, const Tensor* const* in,
            bool contiguous = false);

}  // namespace tocha::cuda
