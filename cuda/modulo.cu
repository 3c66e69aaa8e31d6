// SPDX-License-Identifier: BSD-3-Clause
// The modulo family on the GPU.
#include "core/ops/modulo_functors.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.cuh"

namespace tocha::cuda {
void modulo(int op, const PointwiseArgs& args) { run_pointwise<ModuloOps>(op, args); }
}  // namespace tocha::cuda
