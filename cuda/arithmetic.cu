// SPDX-License-Identifier: BSD-3-Clause
// The arithmetic family on the GPU.
#include "core/ops/arithmetic_functors.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.cuh"

namespace tocha::cuda {
void arithmetic(int op, const PointwiseArgs& args) { run_pointwise<ArithmeticOps>(op, args); }
}  // namespace tocha::cuda
