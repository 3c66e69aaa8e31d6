// SPDX-License-Identifier: BSD-3-Clause
// The compare family on the GPU.
#include "core/ops/compare_functors.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.cuh"

namespace tocha::cuda {
void compare(int op, const PointwiseArgs& args) { run_pointwise<CompareOps>(op, args); }
}  // namespace tocha::cuda
