// SPDX-License-Identifier: BSD-3-Clause
// nn.FeatureLPPooling: y = (sum of x^p over a window of features)^(1/p). Made of operators, so it
// runs on every device.
#include "core/nn/layers.h"
#include "core/nn/window.h"
#include "core/ops/arithmetic.h"
#include "core/ops/compare.h"
#include "core/ops/copy.h"
#include "core/ops/masked.h"
#include "core/ops/power.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

struct FeaturePooling {
  Window window[1];
  double power;
  int dim;
  Shape output;

  FeaturePooling(Fields& self, const Tensor& in)
      : window{{self.integer("width"), self.integer("stride")}},
        power(self.number("power")),
        dim(self.flag("batch_mode")),
        output{in.sizes()} {
    check_dims("input", in, dim + 1, dim + 3);
    check_windows(window);
    if (!(power > 0)) fail("the power must be above 0, got ", power);
    output[dim] = window->outputs(in.size(dim));
    if (output[dim] < 1) {
      fail("the input has ", in.size(dim), " features, the window ", window->kernel, " (input ",
           in.sizes(), ")");
    }
  }
  /// The k-th element of every window, as a view of `t` with the sizes of the output.
  Tensor element(const Tensor& t, int64_t k) const {
    return select(unfold(t, dim, window->kernel, window->stride), t.dim(), k);
  }
};

void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const FeaturePooling layer(self, in);
  Tensor& out = self.output(in);
  Tensor powers = in;
  if (layer.power != 1) {
    powers = Tensor(in.dtype(), in.device());
    pow(powers, in, layer.power);
  }
  fill(out.resize(layer.output), 0);
  for (int64_t k = 0; k < layer.window->kernel; ++k) add(out, out, 1, layer.element(powers, k));
  if (layer.power != 1) pow(out, out, 1 / layer.power);
}

// dy/dx = (x / y)^(p - 1), taken as 0 where y is 0.
void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  const FeaturePooling layer(self, in);
  check_output_gradient(in, dy, layer.output);
  Tensor& grad_in = self.grad_input(in).resize_as(in);
  fill(grad_in, 0);
  const Tensor& out = self.tensor("output");
  Tensor zeros(DType::Byte, in.device()), slope(in.dtype(), in.device());
  if (layer.power != 1) eq(zeros, out, 0);
  for (int64_t k = 0; k < layer.window->kernel; ++k) {
    Tensor share = layer.element(grad_in, k);
    if (layer.power == 1) {
      add(share, share, 1, dy);
      continue;
    }
    div(slope, layer.element(in, k), out);
    pow(slope, slope, layer.power - 1);
    masked_fill(slope, zeros, 0);
    addcmul(share, share, 1, dy, slope);
  }
}

constexpr Layer kLayers[] = {{"nn.FeatureLPPooling", forward, backward}};

}  // namespace

Layers feature_pooling_layers() { return kLayers; }

}  // namespace tocha::nn
