// SPDX-License-Identifier: BSD-3-Clause
// nn.SpatialSubSampling and nn.TemporalSubSampling: the sum of each window, times a weight and plus
// a bias of its channel. The sums are those of average pooling (a sequence is an image one column
// wide, its features the channels).
#include "core/nn/channel_sums.h"
#include "core/nn/convolution_checks.h"
#include "core/nn/layers.h"
#include "core/nn/pooling.h"
#include "core/ops/arithmetic.h"

namespace tocha::nn {
namespace {

// Images as they are; sequences (frames x features) as features x frames x 1.
struct SubSampling {
  bool temporal;
  int64_t channels;
  AveragePooling pooling;

  SubSampling(Fields& self, const Tensor& in, bool temporal)
      : temporal(temporal), channels(self.tensor("weight").numel()) {
    const Windows windows = read_windows(self, temporal ? 1 : 2);
    pooling.h = windows[0];
    pooling.w = temporal ? Window{1} : windows[1];
    pooling.divide = false;
    check_dims("input", in, temporal ? 2 : 3, temporal ? 3 : 4);
    check_same_type(self.tensor("weight"), in);
    check_channels(in, image(in).size(in.dim() - (temporal ? 2 : 3)), channels);
  }
  Tensor image(const Tensor& t) const {
    if (!temporal) return t;
    return unsqueeze(transpose(t, t.dim() - 2, t.dim() - 1), t.dim());
  }
  // The sums of the windows of `in`, and the sizes of the output.
  Tensor sums(const Tensor& in) const {
    Tensor result(in.dtype(), in.device());
    average_pooling(result, image(in), pooling);
    return result;
  }
  // One number a channel, for all positions.
  Tensor each(const Tensor& t) const { return view(contiguous(t), Shape{channels, 1, 1}); }
};

template <bool kTemporal>
void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const SubSampling s(self, in, kTemporal);
  Tensor sums = s.sums(in);
  mul(sums, sums, s.each(self.tensor("weight")));
  Tensor& out = self.output(in);
  if (!kTemporal) return add(out, sums, 1, s.each(self.tensor("bias")));
  add(sums, sums, 1, s.each(self.tensor("bias")));
  const Tensor frames = transpose(squeeze(sums, sums.dim() - 1), in.dim() - 2, in.dim() - 1);
  out.resize(frames.sizes());
  copy(out, frames);
}

template <bool kTemporal>
void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  const SubSampling s(self, in, kTemporal);
  Tensor scaled(in.dtype(), in.device());
  mul(scaled, s.image(grad_output.tensor()), s.each(self.tensor("weight")));
  Tensor& grad_in = self.grad_input(in);
  grad_in.resize_as(in);
  Tensor dx = s.image(grad_in);
  average_pooling_backward(dx, s.image(in), scaled, s.pooling);
}

template <bool kTemporal>
void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Tensor& in = input.tensor();
  const SubSampling s(self, in, kTemporal);
  const Tensor dy = contiguous(s.image(grad_output.tensor()));
  Tensor products = s.sums(in);
  check_output_gradient(in, dy, Shape{products.sizes()});
  mul(products, products, dy);
  add_channel_sums(self.tensor("gradWeight"), products, 2, scale);
  add_channel_sums(self.tensor("gradBias"), dy, 2, scale);
}

constexpr Layer kLayers[] = {
    {"nn.SpatialSubSampling", forward<false>, backward<false>, accumulate<false>},
    {"nn.TemporalSubSampling", forward<true>, backward<true>, accumulate<true>},
};

}  // namespace

Layers subsampling_layers() { return kLayers; }

}  // namespace tocha::nn
