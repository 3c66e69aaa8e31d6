// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/dropout.h"

#include "core/nn/checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/results.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha {

void dropout(Tensor& out, Tensor& mask, const Tensor& in, double p, bool scaled,
             Generator& generator) {
  if (!(p >= 0 && p < 1)) fail("p must be in [0, 1), got ", p);
  check_same_type(out, in);
  check_same_type(mask, in);
  if (in.empty()) {
    out.resize_as(in);
    mask.resize_as(in);
    return;
  }
  const Tensor source = contiguous(in);
  Result result(out, Shape{in.sizes()}), factors(mask, Shape{in.sizes()}, {&source});
  // Rounded to the tensor's type where Torch7 does: the divisor, then the quotient.
  const double keep = 1 - p;
  const double divisor = in.dtype() == DType::Float ? double(float(keep)) : keep;
  need(in.device(), &LayerKernels::dropout)(
      {result.tensor(), factors.tensor(), source, keep, scaled ? 1 / divisor : 1.0, generator});
  result.finish();
  factors.finish();
}

}  // namespace tocha

namespace tocha::nn {
namespace {
// `to` becomes `from`, or in place a view of it, times `factor`.
void scaled(Fields& self, Tensor& to, const Tensor& from, double factor) {
  const bool in_place = self.flag("inplace");
  if (in_place) become(to, from);
  if (factor != 1) return mul(to, from, factor);
  if (!in_place) copy(to.resize_as(from), from);
}

void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  Tensor& out = self.output(in);
  const double p = self.number("p");
  const bool keep_mean = self.flag("v2");
  const bool active = self.flag("train") || self.flag("stochastic_inference");
  if (p == 0 || !active) return scaled(self, out, in, keep_mean ? 1 : 1 - p);
  if (self.flag("inplace")) become(out, in);
  dropout(out, self.buffer("noise", in), in, p, keep_mean, self.generator());
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& grad_out = grad_output.tensor();
  Tensor& grad_in = self.grad_input(input.tensor());
  const double p = self.number("p");
  if (p == 0 || !self.flag("train")) {
    return scaled(self, grad_in, grad_out, self.flag("v2") ? 1 : 1 - p);
  }
  if (self.flag("inplace")) become(grad_in, grad_out);
  mul(grad_in, grad_out, self.tensor("noise"));
}

constexpr Layer kLayers[] = {{"nn.Dropout", forward, backward}};

}  // namespace

Layers dropout_layers() { return kLayers; }

}  // namespace tocha::nn
