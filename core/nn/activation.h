// SPDX-License-Identifier: BSD-3-Clause
// Pointwise layers: forward and backward. Floating point tensors of any sizes and strides; results
// are resized and may be one of the inputs. Gradients need as many elements in `grad_out` as in the
// tensor they are in terms of: the input or, where that is called `out`, the output.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// out = in where in > threshold, else value.
TOCHA_API void threshold(Tensor& out, const Tensor& in, double threshold, double value);
/// grad_in = grad_out where in > threshold, else 0. `in` may be the output of an in-place forward
/// whose value does not exceed the threshold.
TOCHA_API void threshold_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                  double threshold);

/// Gradients whose forwards are operators of core/ops: tanh, sigmoid, abs, sqrt (0 at 0), clamp (0
/// at the bounds; `in` may be the output) and a square.
TOCHA_API void tanh_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out);
TOCHA_API void sigmoid_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out);
TOCHA_API void abs_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out);
TOCHA_API void sqrt_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out);
TOCHA_API void square_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out);
TOCHA_API void clamp_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out, double low,
                              double high);

/// in where in > 0, else slope in. For slopes that are not negative, `in` of the gradient may be
/// the output.
TOCHA_API void leaky_relu(Tensor& out, const Tensor& in, double slope);
TOCHA_API void leaky_relu_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                   double slope);

/// in where in > 0, else alpha (exp(in) - 1) (Clevert et al., arXiv:1511.07289).
TOCHA_API void elu(Tensor& out, const Tensor& in, double alpha);
TOCHA_API void elu_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out,
                            double alpha);

/// log(1 + exp(beta in)) / beta; `in` itself where beta in > threshold.
TOCHA_API void soft_plus(Tensor& out, const Tensor& in, double beta, double threshold);
TOCHA_API void soft_plus_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out,
                                  double beta, double threshold);

/// The logarithm of the sigmoid function.
TOCHA_API void log_sigmoid(Tensor& out, const Tensor& in);
TOCHA_API void log_sigmoid_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out);

/// in / (1 + |in|).
TOCHA_API void soft_sign(Tensor& out, const Tensor& in);
TOCHA_API void soft_sign_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out);

/// 0 where |in| <= lambda; elsewhere `in` (hard), or that much nearer to 0 (soft).
TOCHA_API void hard_shrink(Tensor& out, const Tensor& in, double lambda);
TOCHA_API void soft_shrink(Tensor& out, const Tensor& in, double lambda);
TOCHA_API void shrink_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                               double lambda);

/// in - tanh(in).
TOCHA_API void tanh_shrink(Tensor& out, const Tensor& in);
TOCHA_API void tanh_shrink_backward(Tensor& grad_in, const Tensor& in, const Tensor& out,
                                    const Tensor& grad_out);

/// The first half of `in` along `dim` times the sigmoid of the second half (Dauphin et al.,
/// arXiv:1612.08083). The caller's error: an odd size there.
TOCHA_API void gated_linear_unit(Tensor& out, const Tensor& in, int64_t dim);
TOCHA_API void gated_linear_unit_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                          int64_t dim);

/// max(in, 0) and max(-in, 0), one after the other along `dim` (Shang et al., arXiv:1603.05201).
TOCHA_API void concatenated_relu(Tensor& out, const Tensor& in, int64_t dim);
TOCHA_API void concatenated_relu_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                          int64_t dim);

}  // namespace tocha
