// SPDX-License-Identifier: BSD-3-Clause
// The singular value decomposition.
#pragma once

#include "core/ops/lapack.h"

namespace tocha {

/// a = u diag(s) v^T for a matrix n x m (Float or Double) and k = min(n, m): s has the k singular
/// values, descending; u is n x k, stored by columns, v is m x k; with `all` they are square, n x n
/// and m x m. Results may be `a` and are written last. NaNs and infinities in `a`, and an iteration
/// that does not converge, are the caller's error.
TOCHA_API void svd(Tensor& u, Tensor& s, Tensor& v, const Tensor& a, bool all);

}  // namespace tocha
