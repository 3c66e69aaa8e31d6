// SPDX-License-Identifier: BSD-3-Clause
// The clamp family on the GPU.
#include "core/ops/clamp_functors.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.cuh"

namespace tocha::cuda {
void clamp(int op, const PointwiseArgs& args) { run_pointwise<ClampOps>(op, args); }
}  // namespace tocha::cuda
