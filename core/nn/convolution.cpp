// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/convolution.h"

#include "core/nn/convolution_checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"

namespace tocha {

ConvolutionShape::ConvolutionShape(const Windows& list, int64_t batch, int64_t in_channels,
                                   int64_t out_channels, int64_t groups,
                                   std::span<const int64_t> in_sizes,
                                   std::span<const int64_t> out_sizes)
    : dims(list.size()),
      batch(batch),
      in_channels(in_channels),
      out_channels(out_channels),
      groups(groups),
      in{1, 1, 1},
      out{1, 1, 1},
      windows{{1}, {1}, {1}} {
  for (int d = 0; d < dims; ++d) {
    const int at = kMaxSpatial - dims + d;
    in[at] = in_sizes[size_t(d)];
    out[at] = out_sizes[size_t(d)];
    windows[at] = list[d];
  }
}

namespace {

// The input channels of a group that a weight is made for.
int64_t weight_channels(const Tensor& weight, const Windows& windows) {
  const int dims = windows.size();
  check_dims("weight", weight, 2, dims + 2);
  const Shape kernel = each_window(windows, [](const Window& w) { return w.kernel; });
  const int64_t filter = weight.numel() / weight.size(0);
  const bool fits = weight.dim() == 2 ? filter % kernel.numel() == 0
                                      : weight.dim() == dims + 2 &&
                                            Shape{weight.sizes().last(size_t(dims))} == kernel;
  if (!fits) fail("weight ", weight.sizes(), " does not fit a ", kernel, " kernel");
  return filter / kernel.numel();
}

ConvolutionPlan plan(const Tensor& in, const Convolution& layer) {
  const auto& [weight, bias, windows, groups] = layer;
  const Samples samples("input", in, windows.size());
  check_windows(windows);
  check_same_type(weight, in);
  const int64_t channels = weight_channels(weight, windows) * groups, outputs = weight.size(0);
  check_channels(in, samples.channels, channels);
  if (groups < 1 || outputs % groups != 0) {
    fail(outputs, " output channels cannot be split into ", groups, " groups");
  }
  if (bias) check_bias(in, *bias, weight, outputs);
  Shape sizes;
  for (int d = 0; d < windows.size(); ++d) sizes.push_back(windows[d].outputs(samples.sizes[d]));
  check_output_sizes(in, windows, sizes);
  return {{windows, samples.batch, channels, outputs, groups, samples.sizes, sizes},
          samples.like(outputs, sizes)};
}

}  // namespace

void convolution(Tensor& out, const Tensor& in, const Convolution& layer) {
  const auto kernel = need(in.device(), &LayerKernels::convolution);
  const ConvolutionPlan p = plan(in, layer);
  run_convolution(kernel, out, p.output, in, layer.weight, layer.bias, p.shape);
}

void convolution_backward_input(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                const Convolution& layer) {
  const auto kernel = need(in.device(), &LayerKernels::convolution_backward_input);
  const ConvolutionPlan p = plan(in, layer);
  check_output_gradient(in, grad_out, p.output);
  run_convolution(kernel, grad_in, Shape{in.sizes()}, grad_out, layer.weight, nullptr, p.shape);
}

void convolution_backward_weight(Tensor& grad_weight, Tensor* grad_bias, const Tensor& in,
                                 const Tensor& grad_out, const Convolution& layer, double scale) {
  const auto kernel = need(in.device(), &LayerKernels::convolution_backward_weight);
  const ConvolutionPlan p = plan(in, layer);
  check_output_gradient(in, grad_out, p.output);
  check_accumulators(grad_weight, layer.weight, grad_bias, p.shape.out_channels, in);
  const Tensor x = contiguous(in), dy = contiguous(grad_out);
  Accumulator weight(&grad_weight), bias(grad_bias);
  kernel({*weight.tensor(), bias.tensor(), x, dy, scale, p.shape});
  weight.finish();
  bias.finish();
}

}  // namespace tocha

namespace tocha::nn {
namespace {
// Old files of SpatialConvolution lack the padding, or have one for both sides.
void upgrade_padding(Fields& self) {
  if (self.has("padH") && !self.has("padding")) return;
  const double padding = self.number("padding", 0);
  self.set("padW", self.number("padW", padding));
  self.set("padH", self.number("padH", padding));
  self.remove("padding");
}

// A layer over kDims dimensions.
template <int kDims, bool kDilated = false>
struct ConvolutionLayer {
  static Convolution layer(Fields& self, const Tensor* bias) {
    return {self.tensor("weight"), bias, read_windows(self, kDims, kDilated)};
  }
  static void forward(Fields& self, const Value& input) {
    const Tensor& in = input.tensor();
    if (kDims == 2) upgrade_padding(self);
    convolution(self.output(in), in, layer(self, self.optional_tensor("bias")));
  }
  static void backward(Fields& self, const Value& input, const Value& grad_output) {
    const Tensor& in = input.tensor();
    convolution_backward_input(self.grad_input(in), in, grad_output.tensor(), layer(self, nullptr));
  }
  static void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
    convolution_backward_weight(self.tensor("gradWeight"), grad_bias(self), input.tensor(),
                                grad_output.tensor(), layer(self, nullptr), scale);
  }
};

// Old files have the weight as a matrix, as nn.SpatialConvolutionMM still does.
template <bool kDilated = false>
void forward_4d(Fields& self, const Value& input) {
  for (const char* name : {"weight", "gradWeight"}) {
    Tensor* matrix = self.optional_tensor(name);
    if (!matrix || matrix->dim() != 2) continue;
    *matrix = view(*matrix, Shape{self.integer("nOutputPlane"), self.integer("nInputPlane"),
                                  self.integer("kH"), self.integer("kW")});
  }
  ConvolutionLayer<2, kDilated>::forward(self, input);
}

template <int kDims, bool kDilated = false>
constexpr Layer entry(const char* name) {
  using Convolution = ConvolutionLayer<kDims, kDilated>;
  return {name, Convolution::forward, Convolution::backward, Convolution::accumulate};
}

constexpr Layer kLayers[] = {
    {"nn.SpatialConvolution", forward_4d<>, ConvolutionLayer<2>::backward,
     ConvolutionLayer<2>::accumulate},
    entry<2>("nn.SpatialConvolutionMM"),
    {"nn.SpatialDilatedConvolution", forward_4d<true>, ConvolutionLayer<2, true>::backward,
     ConvolutionLayer<2, true>::accumulate},
    entry<3>("nn.VolumetricConvolution"),
    entry<3, true>("nn.VolumetricDilatedConvolution"),
};

}  // namespace

Layers convolution_layers() { return kLayers; }

}  // namespace tocha::nn
