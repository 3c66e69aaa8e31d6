// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/convolution.h"

#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/results.h"

namespace tocha {
namespace {

struct Plan {
  ConvolutionShape shape;
  Shape output;
};

// The input channels that a weight is made for.
int64_t weight_channels(const Tensor& weight, const Window& h, const Window& w) {
  check_dims("weight", weight, 2, 4);
  const int64_t kernel = h.kernel * w.kernel;
  const int64_t filter = weight.numel() / weight.size(0);
  const bool fits = weight.dim() == 2 ? filter % kernel == 0
                                      : weight.dim() == 4 && weight.size(2) == h.kernel &&
                                            weight.size(3) == w.kernel;
  if (!fits)
    fail("weight ", weight.sizes(), " does not fit a ", h.kernel, "x", w.kernel, " kernel");
  return filter / kernel;
}

Plan plan(const Tensor& in, const Convolution& layer) {
  const auto& [weight, bias, h, w] = layer;
  const ImageSizes image = image_sizes("input", in);
  check_window(h, w);
  check_same_type(weight, in);
  const int64_t channels = weight_channels(weight, h, w), outputs = weight.size(0);
  if (image.channels != channels) {
    fail("input has ", image.channels, " channels, expected ", channels, " (input ", in.sizes(),
         ")");
  }
  if (bias) {
    check_same_type(*bias, in);
    if (bias->numel() != outputs) {
      fail("bias has ", bias->numel(), " elements, expected ", outputs, " (weight ", weight.sizes(),
           ")");
    }
  }
  const int64_t out_height = h.outputs(image.height), out_width = w.outputs(image.width);
  check_output_size(in, h, w, out_height, out_width);
  return {{image.batch, channels, image.height, image.width, outputs, out_height, out_width, h, w},
          image_shape(image, outputs, out_height, out_width)};
}

}  // namespace

void convolution(Tensor& out, const Tensor& in, const Convolution& layer) {
  const auto kernel = need(in.device(), &LayerKernels::convolution);
  const Plan p = plan(in, layer);
  check_same_type(out, in);
  const Tensor x = contiguous(in), weight = contiguous(layer.weight);
  const Tensor bias = layer.bias ? contiguous(*layer.bias) : Tensor(in.dtype(), in.device());
  Result result(out, p.output, {&x, &weight, &bias});
  kernel({result.tensor(), x, weight, layer.bias ? &bias : nullptr, p.shape});
  result.finish();
}

void convolution_backward_input(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                const Convolution& layer) {
  const auto kernel = need(in.device(), &LayerKernels::convolution_backward_input);
  const Plan p = plan(in, layer);
  check_same_type(grad_in, in);
  check_output_gradient(in, grad_out, p.output);
  const Tensor dy = contiguous(grad_out), weight = contiguous(layer.weight);
  Result result(grad_in, Shape{in.sizes()}, {&dy, &weight});
  kernel({result.tensor(), dy, weight, p.shape});
  result.finish();
}

void convolution_backward_weight(Tensor& grad_weight, Tensor* grad_bias, const Tensor& in,
                                 const Tensor& grad_out, const Convolution& layer, double scale) {
  const auto kernel = need(in.device(), &LayerKernels::convolution_backward_weight);
  const Plan p = plan(in, layer);
  check_output_gradient(in, grad_out, p.output);
  auto check = [&](const char* name, const Tensor& gradient, int64_t count) {
    check_same_type(gradient, in);
    check_writable(gradient);
    if (gradient.numel() != count) {
      fail(name, " ", gradient.sizes(), " has ", gradient.numel(), " elements, expected ", count);
    }
  };
  check("gradWeight", grad_weight, layer.weight.numel());
  if (grad_bias) check("gradBias", *grad_bias, p.shape.out_channels);
  const Tensor x = contiguous(in), dy = contiguous(grad_out);
  // Both are accumulated into: a strided one is added to as a copy.
  Tensor weight = contiguous(grad_weight);
  Tensor bias = grad_bias ? contiguous(*grad_bias) : Tensor(in.dtype(), in.device());
  kernel({weight, grad_bias ? &bias : nullptr, x, dy, scale, p.shape});
  if (!grad_weight.is_contiguous()) copy(grad_weight, weight);
  if (grad_bias && !grad_bias->is_contiguous()) copy(*grad_bias, bias);
}

}  // namespace tocha

namespace tocha::nn {
namespace {
// Old files lack the padding, or have one for both sides.
void upgrade_padding(Fields& self) {
  if (self.has("padH") && !self.has("padding")) return;
  const double padding = self.number("padding", 0);
  self.set("padW", self.number("padW", padding));
  self.set("padH", self.number("padH", padding));
  self.remove("padding");
}

Convolution layer(Fields& self, const Tensor& weight, const Tensor* bias) {
  return {weight,
          bias,
          {self.integer("kH"), self.integer("dH"), self.integer("padH", 0)},
          {self.integer("kW"), self.integer("dW"), self.integer("padW", 0)}};
}

void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  upgrade_padding(self);
  convolution(self.output(in), in,
              layer(self, self.tensor("weight"), self.optional_tensor("bias")));
}

// Old files have the weight as a matrix, as nn.SpatialConvolutionMM still does.
void forward_4d(Fields& self, const Value& input) {
  const Shape sizes{self.integer("nOutputPlane"), self.integer("nInputPlane"), self.integer("kH"),
                    self.integer("kW")};
  for (const char* name : {"weight", "gradWeight"}) {
    Tensor* matrix = self.optional_tensor(name);
    if (matrix && matrix->dim() == 2) *matrix = view(*matrix, sizes);
  }
  forward(self, input);
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  convolution_backward_input(self.grad_input(in), in, grad_output.tensor(),
                             layer(self, self.tensor("weight"), nullptr));
}

void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  convolution_backward_weight(
      self.tensor("gradWeight"), self.has("bias") ? self.optional_tensor("gradBias") : nullptr,
      input.tensor(), grad_output.tensor(), layer(self, self.tensor("weight"), nullptr), scale);
}

constexpr Layer kLayers[] = {
    {"nn.SpatialConvolution", forward_4d, backward, accumulate},
    {"nn.SpatialConvolutionMM", forward, backward, accumulate},
};

}  // namespace

Layers convolution_layers() { return kLayers; }

}  // namespace tocha::nn
