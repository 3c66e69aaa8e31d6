// SPDX-License-Identifier: BSD-3-Clause
// Layers in which each input channel is convolved alone: convolutions with a group a channel.
#include "core/nn/convolution_checks.h"
#include "core/nn/layers.h"

namespace tocha::nn {
namespace {

// nn.SpatialDepthWiseConvolution: `weight` is multiplier x in x kernel and `bias` multiplier x in,
// while the output has the results of the first channel first.
struct Spatial {
  Windows windows;
  int64_t channels, outputs;  // outputs: of each channel
  Tensor weight, bias;

  explicit Spatial(Fields& self)
      : windows(read_windows(self, 2)),
        channels(self.count("nInputPlane", 1)),
        outputs(self.count("nOutputPlane", 1)),
        weight(contiguous(by_channel(self.tensor("weight")))) {
    if (const Tensor* b = self.optional_tensor("bias")) bias = contiguous(transpose(*b, 0, 1));
  }
  // A weight, or its gradient, with the channels in front.
  Tensor by_channel(const Tensor& t) const {
    const Shape sizes{outputs, channels, windows[0].kernel, windows[1].kernel};
    if (t.numel() != sizes.numel()) fail("weight ", t.sizes(), " has not the sizes ", sizes);
    return transpose(t.dim() == 4 ? t : view(t, sizes), 0, 1);
  }
  Tensor filters() const {
    return view(weight, Shape{channels * outputs, 1, windows[0].kernel, windows[1].kernel});
  }
};

// As in Torch7 the matrix of weights becomes 4-dimensional in use.
void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  if (self.has("padding")) {  // old files
    for (const char* name : {"padW", "padH"}) self.set(name, self.number("padding"));
    self.remove("padding");
  }
  const Spatial s(self);
  for (const char* name : {"weight", "gradWeight"}) {
    Tensor* t = self.optional_tensor(name);
    if (t && t->dim() == 2) *t = transpose(s.by_channel(*t), 0, 1);
  }
  const Tensor filters = s.filters();
  convolution(self.output(in), in,
              {filters, self.has("bias") ? &s.bias : nullptr, s.windows, s.channels});
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Spatial s(self);
  const Tensor &in = input.tensor(), filters = s.filters();
  convolution_backward_input(self.grad_input(in), in, grad_output.tensor(),
                             {filters, nullptr, s.windows, s.channels});
}

void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Spatial s(self);
  Tensor weight = s.by_channel(self.tensor("gradWeight")), bias;
  if (Tensor* b = grad_bias(self)) bias = transpose(*b, 0, 1);
  const Tensor filters = s.filters();
  convolution_backward_weight(weight, bias.empty() ? nullptr : &bias, input.tensor(),
                              grad_output.tensor(), {filters, nullptr, s.windows, s.channels},
                              scale);
}

// nn.TemporalRowConvolution: `weight` is features x 1 x kW; samples are frames x features, or the
// other way round where `featFirst` says so.
Tensor rows(Fields& self, const Tensor& t) {
  if (t.dim() < 2 || self.flag("featFirst")) return t;
  return transpose(t, t.dim() - 2, t.dim() - 1);
}

Convolution row_layer(Fields& self, const Tensor* bias) {
  const Tensor& weight = self.tensor("weight", 3);
  return {weight, bias, read_windows(self, 1), weight.size(0)};
}

// Gives `result` the sizes that its view, features first, is about to get.
void row_result(Fields& self, Tensor& result, const Tensor& in, int64_t frames) {
  Shape sizes{in.sizes()};
  sizes[self.flag("featFirst") ? in.dim() - 1 : in.dim() - 2] = frames;
  result.resize(sizes);
}

void row_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  check_dims("input", in, 2, 3);
  const Tensor x = rows(self, in);
  const Convolution layer = row_layer(self, self.optional_tensor("bias"));
  check_windows(layer.windows);
  const int64_t frames = layer.windows[0].outputs(x.size(x.dim() - 1));
  check_output_sizes(x, layer.windows, Shape{frames});
  Tensor& out = self.output(in);
  row_result(self, out, in, frames);
  Tensor y = rows(self, out);
  convolution(y, x, layer);
}

void row_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  Tensor& grad_in = self.grad_input(in);
  grad_in.resize_as(in);
  Tensor dx = rows(self, grad_in);
  convolution_backward_input(dx, rows(self, in), rows(self, grad_output.tensor()),
                             row_layer(self, nullptr));
}

void row_accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  convolution_backward_weight(self.tensor("gradWeight"), grad_bias(self),
                              rows(self, input.tensor()), rows(self, grad_output.tensor()),
                              row_layer(self, nullptr), scale);
}

constexpr Layer kLayers[] = {
    {"nn.SpatialDepthWiseConvolution", forward, backward, accumulate},
    {"nn.TemporalRowConvolution", row_forward, row_backward, row_accumulate},
};

}  // namespace

Layers depthwise_convolution_layers() { return kLayers; }

}  // namespace tocha::nn
