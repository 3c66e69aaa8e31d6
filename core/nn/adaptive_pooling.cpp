// SPDX-License-Identifier: BSD-3-Clause
// nn.SpatialAdaptiveMaxPooling and nn.SpatialAdaptiveAveragePooling: as many regions as the output
// is to have elements. They cover the image and may share rows and columns.
#include "core/nn/layers.h"
#include "core/nn/region_pooling.h"

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

constexpr Layer kLayers[] = {
    {"nn.SpatialAdaptiveAveragePooling",
     [](Fields& self, const Value& input) {
       const Tensor& in = input.tensor();
       region_average_pooling(self.output(in), in, Axes(self, in).list);
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       const Tensor& in = input.tensor();
       region_average_pooling_backward(self.grad_input(in), in, grad_output.tensor(),
                                       Axes(self, in).list);
     }},
    {"nn.SpatialAdaptiveMaxPooling",
     [](Fields& self, const Value& input) {
       const Tensor& in = input.tensor();
       region_max_pooling(self.output(in), self.buffer("indices", DType::Long, in.device()), in,
                          Axes(self, in).list);
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       const Tensor& in = input.tensor();
       region_max_pooling_backward(self.grad_input(in), in, grad_output.tensor(),
                                   self.tensor("indices"), Axes(self, in).list);
     }},
};

}  // namespace

Layers adaptive_pooling_layers() { return kLayers; }

}  // namespace tocha::nn
