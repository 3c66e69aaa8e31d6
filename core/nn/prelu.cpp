// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/prelu.h"

#include "core/nn/checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/results.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

ClassLayout plane_layout(const Tensor& in, const Tensor& slopes) {
  check_same_type(in, slopes);
  if (slopes.numel() == 1) return {1, 1, in.numel()};
  // Planes are the second dimension of whatever has two; else a single image's first.
  if (in.dim() > 1 && in.size(1) == slopes.numel()) {
    int64_t positions = 1;
    for (int d = 2; d < in.dim(); ++d) positions *= in.size(d);
    return {in.size(0), in.size(1), positions};
  }
  const ClassLayout layout = class_layout(in);
  if (layout.classes != slopes.numel()) {
    fail("input has ", layout.classes, " planes, expected ", slopes.numel(), " (input ", in.sizes(),
         ")");
  }
  return layout;
}

void run(const PreluCall& call) {
  if (!call.in.empty()) need(call.in.device(), &LayerKernels::prelu)(call);
}

}  // namespace

void prelu(Tensor& out, const Tensor& in, const Tensor& slopes) {
  const ClassLayout layout = plane_layout(in, slopes);
  check_same_type(out, in);
  const Tensor x = contiguous(in), w = contiguous(slopes);
  Result result(out, Shape{in.sizes()});
  run({.in = x, .slopes = w, .layout = layout, .out = &result.tensor()});
  result.finish();
}

void prelu_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                    const Tensor& slopes) {
  const ClassLayout layout = plane_layout(in, slopes);
  check_gradient(grad_out, in);
  check_same_type(grad_in, in);
  const Tensor x = contiguous(in), w = contiguous(slopes), dy = contiguous(grad_out);
  Result result(grad_in, Shape{in.sizes()});
  run({.in = x, .slopes = w, .layout = layout, .grad_out = &dy, .grad_in = &result.tensor()});
  result.finish();
}

void prelu_backward_slopes(Tensor& grad_slopes, const Tensor& in, const Tensor& grad_out,
                           const Tensor& slopes, double scale) {
  const ClassLayout layout = plane_layout(in, slopes);
  check_gradient(grad_out, in);
  check_accumulator("gradWeight", grad_slopes, in, slopes.numel());
  Accumulator sums(&grad_slopes);
  const Tensor x = contiguous(in), w = contiguous(slopes), dy = contiguous(grad_out);
  run({.in = x,
       .slopes = w,
       .layout = layout,
       .grad_out = &dy,
       .grad_slopes = sums.tensor(),
       .scale = scale});
  sums.finish();
}

}  // namespace tocha

namespace tocha::nn {
namespace {
constexpr Layer kLayers[] = {
    {"nn.PReLU",
     [](Fields& self, const Value& input) {
       prelu(self.output(input.tensor()), input.tensor(), self.tensor("weight"));
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       prelu_backward(self.grad_input(input.tensor()), input.tensor(), grad_output.tensor(),
                      self.tensor("weight"));
     },
     [](Fields& self, const Value& input, const Value& grad_output, double scale) {
       prelu_backward_slopes(self.tensor("gradWeight"), input.tensor(), grad_output.tensor(),
                             self.tensor("weight"), scale);
     }},
};

}  // namespace

Layers prelu_layers() { return kLayers; }

}  // namespace tocha::nn
