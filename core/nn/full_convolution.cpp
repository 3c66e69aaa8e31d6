// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/full_convolution.h"

#include "core/nn/channel_sums.h"
#include "core/nn/convolution_checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"

namespace tocha {
namespace {

constexpr int64_t kMaxSteps = int64_t{1} << 48;  // more than any memory holds

ConvolutionPlan plan(const Tensor& in, const FullConvolution& layer) {
  const auto& [weight, bias, windows, adjust] = layer;
  const int dims = windows.size();
  const Samples samples("input", in, dims);
  check_windows(windows);
  check_same_type(weight, in);
  check_dims("weight", weight, dims + 2, dims + 2);
  const Shape kernel = each_window(windows, [](const Window& w) { return w.kernel; });
  if (Shape{weight.sizes().last(size_t(dims))} != kernel) {
    fail("weight ", weight.sizes(), " does not fit a ", kernel, " kernel");
  }
  check_channels(in, samples.channels, weight.size(0));
  const int64_t outputs = weight.size(1);
  if (bias) check_bias(in, *bias, weight, outputs);
  Shape sizes;
  for (int d = 0; d < dims; ++d) {
    const Window& w = windows[d];
    if (adjust[d] < 0 || adjust[d] >= w.stride) {
      fail("the adjustment must be from 0 to stride - 1, got ", adjust, " for stride ",
           each_window(windows, [](const Window& each) { return each.stride; }));
    }
    if (samples.sizes[d] > kMaxSteps / w.stride) fail("too many elements");
    sizes.push_back((samples.sizes[d] - 1) * w.stride - 2 * w.pad + w.extent() + adjust[d]);
  }
  if (std::any_of(sizes.begin(), sizes.end(), [](int64_t n) { return n < 1; })) {
    fail("the output size would be ", sizes, ": padding ",
         each_window(windows, [](const Window& w) { return w.pad; }), " cuts off all of it (input ",
         in.sizes(), ")");
  }
  return {{windows, samples.batch, outputs, samples.channels, 1, sizes, samples.sizes},
          samples.like(outputs, sizes)};
}

}  // namespace

void full_convolution(Tensor& out, const Tensor& in, const FullConvolution& layer) {
  const auto kernel = need(in.device(), &LayerKernels::convolution_backward_input);
  const ConvolutionPlan p = plan(in, layer);
  run_convolution(kernel, out, p.output, in, layer.weight, layer.bias, p.shape);
}

void full_convolution_backward_input(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                     const FullConvolution& layer) {
  const auto kernel = need(in.device(), &LayerKernels::convolution);
  const ConvolutionPlan p = plan(in, layer);
  check_output_gradient(in, grad_out, p.output);
  run_convolution(kernel, grad_in, Shape{in.sizes()}, grad_out, layer.weight, nullptr, p.shape);
}

void full_convolution_backward_weight(Tensor& grad_weight, Tensor* grad_bias, const Tensor& in,
                                      const Tensor& grad_out, const FullConvolution& layer,
                                      double scale) {
  const auto kernel = need(in.device(), &LayerKernels::convolution_backward_weight);
  const ConvolutionPlan p = plan(in, layer);
  check_output_gradient(in, grad_out, p.output);
  check_accumulators(grad_weight, layer.weight, grad_bias, p.shape.in_channels, in);
  const Tensor x = contiguous(in), dy = contiguous(grad_out);
  Accumulator weight(&grad_weight);
  kernel({*weight.tensor(), nullptr, dy, x, scale, p.shape});
  weight.finish();
  if (grad_bias) add_channel_sums(*grad_bias, dy, p.shape.dims, scale);
}

}  // namespace tocha

namespace tocha::nn {
namespace {
// Old files lack the adjustment; those of nn.VolumetricFullConvolution also call the padding by
// other names and have the weight as out x in.
template <int kDims>
void upgrade(Fields& self) {
  if (self.has("adjW")) return;
  if (kDims == 3 && self.has("weight")) {
    for (const char* name : {"weight", "gradWeight"}) {
      if (Tensor* t = self.optional_tensor(name)) *t = clone(transpose(*t, 0, 1));
    }
  }
  static constexpr const char* kOldPads[] = {"pT", "pH", "pW"};
  for (int d = 0; d < kDims; ++d) {
    const AxisFields& names = axis(kDims, d);
    const char* old = kOldPads[kMaxSpatial - kDims + d];
    if (!self.has(names.pad)) self.set(names.pad, self.number(old, 0));
    self.set(names.adjust, 0);
  }
}

// The input may come with a second tensor whose sizes the output is to have.
const Tensor& first_of(const Value& input) {
  return input.is_table() ? input.table().tensor(1) : input.tensor();
}

template <int kDims>
struct FullConvolutionLayer {
  static FullConvolution layer(Fields& self, const Value& input, const Tensor* bias) {
    FullConvolution l{self.tensor("weight"), bias, read_windows(self, kDims), {}};
    const Tensor* like = input.is_table() ? &input.table().tensor(2) : nullptr;
    if (like) check_dims("the second input", *like, kDims, kDims + 2);
    check_windows(l.windows);
    for (int d = 0; d < kDims; ++d) {
      const Window& w = l.windows[d];
      const int64_t adjust =
          like ? (like->size(like->dim() - kDims + d) + 2 * w.pad - w.kernel) % w.stride
               : self.integer(axis(kDims, d).adjust, 0);
      l.adjust.push_back(adjust < 0 ? adjust + w.stride : adjust);
    }
    return l;
  }
  static void forward(Fields& self, const Value& input) {
    const Tensor& in = first_of(input);
    upgrade<kDims>(self);
    full_convolution(self.output(in), in, layer(self, input, self.optional_tensor("bias")));
  }
  // For a pair of inputs gradInput is a pair: the second tensor has only given its sizes.
  static void backward(Fields& self, const Value& input, const Value& grad_output) {
    const Tensor& in = first_of(input);
    const bool pair = input.is_table();
    Fields* gradients = pair ? &self.table_buffer("gradInput") : nullptr;
    Tensor& grad_in = pair ? gradients->buffer(1, in) : self.grad_input(in);
    full_convolution_backward_input(grad_in, in, grad_output.tensor(), layer(self, input, nullptr));
    if (!pair) return;
    const Tensor& like = input.table().tensor(2);
    Tensor& zero = self.buffer("zeroScalar", like);
    zero.resize(Shape{1});
    fill(zero, 0);
    gradients->set(2, expand(zero, like.sizes()));
  }
  static void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
    full_convolution_backward_weight(self.tensor("gradWeight"), grad_bias(self), first_of(input),
                                     grad_output.tensor(), layer(self, input, nullptr), scale);
  }
};

template <int kDims>
constexpr Layer entry(const char* name) {
  using Full = FullConvolutionLayer<kDims>;
  return {name, Full::forward, Full::backward, Full::accumulate};
}

constexpr Layer kLayers[] = {
    entry<2>("nn.SpatialFullConvolution"),
    entry<3>("nn.VolumetricFullConvolution"),
};

}  // namespace

Layers full_convolution_layers() { return kLayers; }

}  // namespace tocha::nn
