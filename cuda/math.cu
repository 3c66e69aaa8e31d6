// SPDX-License-Identifier: BSD-3-Clause
// The math family on the GPU.
#include "core/ops/math_functors.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.cuh"

namespace tocha::cuda {
void math(int op, const PointwiseArgs& args) { run_pointwise<MathOps, FloatingTypes>(op, args); }
}  // namespace tocha::cuda
