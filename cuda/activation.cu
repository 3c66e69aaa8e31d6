// SPDX-License-Identifier: BSD-3-Clause
// Pointwise layers on the GPU.
#include "core/nn/activation_functors.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.cuh"

namespace tocha::cuda {
void activation(int op, const PointwiseArgs& args) {
  run_pointwise<ActivationOps, FloatingTypes>(op, args);
}
}  // namespace tocha::cuda
