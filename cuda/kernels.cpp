// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/kernels.h"

namespace tocha::cuda {

constexpr Kernels kKernels = {
    .arithmetic = arithmetic,
    .clamp = clamp,
    .power = power,
    .modulo = modulo,
    .math = math,
    .compare = compare,
    .bitwise = bitwise,
    .fill = fill,
    .copy = copy,
    .activation = activation,
    .pair_loss_gradient = pair_loss_gradient,
};

}  // namespace tocha::cuda
