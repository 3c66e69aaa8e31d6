// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/softmax.h"

#include "core/nn/checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/results.h"
#include "core/ops/arithmetic.h"
#include "core/tensor/views.h"

namespace tocha {

ClassLayout class_layout(const Tensor& t) {
  check_dims("input", t, 1, 4);
  const int d = t.dim();
  const int at = d == 2 || d == 4 ? 1 : 0;
  ClassLayout layout{at == 1 ? t.size(0) : 1, t.size(at), 1};
  for (int k = at + 1; k < d; ++k) layout.inner *= t.size(k);
  return layout;
}

void softmax(Tensor& out, const Tensor& in, bool logarithm) {
  const ClassLayout layout = class_layout(in);
  check_same_type(out, in);
  const Tensor source = contiguous(in);
  Result result(out, Shape{in.sizes()});
  need(out.device(), &LayerKernels::softmax)({result.tensor(), source, layout, logarithm});
  result.finish();
}

void softmax_backward(Tensor& grad_in, const Tensor& out, const Tensor& grad_out, bool logarithm) {
  const ClassLayout layout = class_layout(out);
  check_gradient(grad_out, out);
  check_same_type(grad_in, out);
  const Tensor y = contiguous(out), dy = contiguous(grad_out);
  Result result(grad_in, Shape{y.sizes()});
  need(out.device(), &LayerKernels::softmax_backward)({result.tensor(), y, dy, layout, logarithm});
  result.finish();
}

}  // namespace tocha

namespace tocha::nn {
namespace {
template <bool kLogarithm>
void softmax_forward(Fields& self, const Value& input) {
  softmax(self.output(input.tensor()), input.tensor(), kLogarithm);
}

template <bool kLogarithm>
void softmax_backward(Fields& self, const Value& input, const Value& grad_output) {
  tocha::softmax_backward(self.grad_input(input.tensor()), self.tensor("output"),
                          grad_output.tensor(), kLogarithm);
}

// The softmax of the negated input.
void softmin_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  Tensor& negative = self.buffer("mininput", in);
  neg(negative, in);
  softmax(self.output(in), negative, false);
}
void softmin_backward(Fields& self, const Value& input, const Value& grad_output) {
  softmax_backward<false>(self, input, grad_output);
  Tensor& grad_in = self.tensor("gradInput");
  neg(grad_in, grad_in);
}

constexpr Layer kLayers[] = {
    {"nn.LogSoftMax", softmax_forward<true>, softmax_backward<true>},
    {"nn.SoftMax", softmax_forward<false>, softmax_backward<false>},
    {"nn.SoftMin", softmin_forward, softmin_backward},
    {"nn.SpatialLogSoftMax", softmax_forward<true>, softmax_backward<true>},
    {"nn.SpatialSoftMax", softmax_forward<false>, softmax_backward<false>},
};

}  // namespace

Layers softmax_layers() { return kLayers; }

}  // namespace tocha::nn
