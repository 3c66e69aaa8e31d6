// SPDX-License-Identifier: BSD-3-Clause
// The power family on the GPU.
#include "core/ops/power_functors.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.cuh"

namespace tocha::cuda {
void power(int op, const PointwiseArgs& args) { run_pointwise<PowerOps>(op, args); }
}  // namespace tocha::cuda
