// SPDX-License-Identifier: BSD-3-Clause
// The CPU's table of linear algebra kernels.
#include "core/cpu/lapack.h"

namespace tocha::cpu {

const LapackKernels kLapack = {
    .gesv = gesv,
    .trtrs = trtrs,
    .gels = gels,
    .inverse = inverse,
    .potrf = potrf,
    .potrs = potrs,
    .potri = potri,
    .pstrf = pstrf,
    .symeig = symeig,
    .eig = eig,
    .svd = svd,
    .geqrf = geqrf,
    .orgqr = orgqr,
    .ormqr = ormqr,
};

}  // namespace tocha::cpu
