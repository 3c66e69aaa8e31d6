// SPDX-License-Identifier: BSD-3-Clause
// nn.SpatialAdaptiveMaxPooling and nn.SpatialAdaptiveAveragePooling: as many regions as the output
// is to have elements. They cover the image and may share rows and columns.
#include "core/nn/layers.h"
#include "core/nn/region_layers.h"

namespace tocha::nn {
namespace {

struct Axes {
  PoolAxis list[2];
  Axes(Fields& self, const Tensor& in) {
    check_dims("input", in, 3, 4);
    const char* const sizes[] = {"H", "W"};
    for (int i = 0; i < 2; ++i) {
      list[i] = {in.size(in.dim() - 2 + i), self.integer(sizes[i]), {1}, PoolAxis::Kind::Adaptive};
    }
    if (list[0].out < 1 || list[1].out < 1) {
      fail("the output size must be at least 1x1, got ", list[0].out, "x", list[1].out);
    }
  }
};

using Regions = RegionLayer<Axes>;

constexpr Layer kLayers[] = {
    {"nn.SpatialAdaptiveAveragePooling", Regions::average, Regions::average_backward},
    {"nn.SpatialAdaptiveMaxPooling", Regions::max, Regions::max_backward},
};

}  // namespace

Layers adaptive_pooling_layers() { return kLayers; }

}  // namespace tocha::nn
