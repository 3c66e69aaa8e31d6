// SPDX-License-Identifier: BSD-3-Clause
// Gradients of losses over pairs on the GPU; their values are reductions, which are not here yet.
#include "core/nn/criterion_functors.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.cuh"

namespace tocha::cuda {
void pair_loss_gradient(int op, const PointwiseArgs& args) {
  run_pointwise<PairLosses, FloatingTypes>(op, args);
}
}  // namespace tocha::cuda
