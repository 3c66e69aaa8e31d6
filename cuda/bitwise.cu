// SPDX-License-Identifier: BSD-3-Clause
// The bitwise family on the GPU.
#include "core/ops/bitwise_functors.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.cuh"

namespace tocha::cuda {
void bitwise(int op, const PointwiseArgs& args) {
  run_pointwise<BitwiseOps, IntegerTypes>(op, args);
}
}  // namespace tocha::cuda
