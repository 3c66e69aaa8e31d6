// SPDX-License-Identifier: BSD-3-Clause
// Products of matrices and vectors. Results are resized and may be an operand; all tensors of one
// call share type and device. Sizes that do not fit are the caller's error.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// out = beta m + alpha a b; a is r x k, b k x c, m r x c (or broadcasts to it).
TOCHA_API void addmm(Tensor& out, double beta, const Tensor& m, double alpha, const Tensor& a,
                     const Tensor& b);
/// out = beta v + alpha a x; a is r x k, x has k elements.
TOCHA_API void addmv(Tensor& out, double beta, const Tensor& v, double alpha, const Tensor& a,
                     const Tensor& x);
/// out = beta m + alpha x y^T.
TOCHA_API void addr(Tensor& out, double beta, const Tensor& m, double alpha, const Tensor& x,
                    const Tensor& y);
/// out[i] = beta m[i] + alpha a[i] b[i] for batches of matrices.
TOCHA_API void baddbmm(Tensor& out, double beta, const Tensor& m, double alpha, const Tensor& a,
                       const Tensor& b);
/// out = beta m + alpha (a[1] b[1] + a[2] b[2] + ...).
TOCHA_API void addbmm(Tensor& out, double beta, const Tensor& m, double alpha, const Tensor& a,
                      const Tensor& b);

TOCHA_API void mm(Tensor& out, const Tensor& a, const Tensor& b);
TOCHA_API void mv(Tensor& out, const Tensor& a, const Tensor& x);
TOCHA_API void ger(Tensor& out, const Tensor& x, const Tensor& y);
TOCHA_API void bmm(Tensor& out, const Tensor& a, const Tensor& b);

}  // namespace tocha
