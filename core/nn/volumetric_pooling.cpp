// SPDX-License-Identifier: BSD-3-Clause
// nn.VolumetricMaxPooling, its dilated form and nn.VolumetricAveragePooling: pooling by windows
// that slide over volumes (time x height x width).
#include "core/nn/convolution_checks.h"
#include "core/nn/layers.h"
#include "core/nn/pooling.h"
#include "core/nn/region_layers.h"

namespace tocha::nn {
namespace {

struct Axes {
  PoolAxis list[3];

  // Old files lack padding and ceil_mode; only dilated layers have a dilation.
  Axes(Fields& self, const Tensor& in) {
    check_dims("input", in, 4, 5);
    const Windows windows = read_windows(self, 3, true);
    const Shape sizes = pooled_sizes(in, windows, self.flag("ceil_mode"));
    for (int i = 0; i < 3; ++i) list[i] = {in.size(in.dim() - 3 + i), sizes[i], windows[i]};
  }
};

using Regions = RegionLayer<Axes>;

void max_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  Regions::max(self, input);
  self.set("itime", double(in.size(in.dim() - 3)));  // nn.VolumetricMaxUnpooling reads them
  self.set("iheight", double(in.size(in.dim() - 2)));
  self.set("iwidth", double(in.size(in.dim() - 1)));
}

constexpr Layer kLayers[] = {
    {"nn.VolumetricAveragePooling", Regions::average, Regions::average_backward},
    {"nn.VolumetricDilatedMaxPooling", max_forward, Regions::max_backward},
    {"nn.VolumetricMaxPooling", max_forward, Regions::max_backward},
};

}  // namespace

Layers volumetric_pooling_layers() { return kLayers; }

}  // namespace tocha::nn
