// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/activation.h"

#include "core/nn/activation_functors.h"
#include "core/nn/checks.h"

namespace tocha {
namespace {

template <template <class> class Op>
void run(Tensor& out, std::initializer_list<const Tensor*> in,
         std::initializer_list<double> params = {}) {
  pointwise(out, {&Kernels::activation, ActivationOps::position<Op>(), in, params});
}

}  // namespace

using namespace functors;

void threshold(Tensor& out, const Tensor& in, double threshold, double value) {
  run<Threshold>(out, {&in}, {threshold, value});
}
void threshold_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                        double threshold) {
  check_gradient(grad_out, in);
  run<ThresholdGrad>(grad_in, {&in, &grad_out}, {threshold});
}

void tanh_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out) {
  check_gradient(grad_out, out);
  run<TanhGrad>(grad_in, {&out, &grad_out});
}

void sigmoid_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out) {
  check_gradient(grad_out, out);
  run<SigmoidGrad>(grad_in, {&out, &grad_out});
}

}  // namespace tocha
