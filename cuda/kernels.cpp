// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/kernels.h"

namespace tocha::cuda {

constexpr Kernels kKernels = {
    .arithmetic = arithmetic,
    .clamp = clamp,
    .power = power,
    .modulo = modulo,
    .fill = fill,
    .copy = copy,
};

}  // namespace tocha::cuda
