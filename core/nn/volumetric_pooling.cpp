// SPDX-License-Identifier: BSD-3-Clause
// nn.VolumetricMaxPooling, its dilated form and nn.VolumetricAveragePooling: pooling by windows
// that slide over volumes (time x height x width).
#include "core/nn/layers.h"
#include "core/nn/pooling.h"
#include "core/nn/region_pooling.h"

namespace tocha::nn {
namespace {

struct Axes {
  PoolAxis list[3];

  // Old files lack padding and ceil_mode; only dilated layers have a dilation.
  Axes(Fields& self, const Tensor& in) {
    check_dims("input", in, 4, 5);
    const Window windows[] = {
        {self.integer("kT"), self.integer("dT"), self.integer("padT", 0),
         self.integer("dilationT", 1)},
        {self.integer("kH"), self.integer("dH"), self.integer("padH", 0),
         self.integer("dilationH", 1)},
        {self.integer("kW"), self.integer("dW"), self.integer("padW", 0),
         self.integer("dilationW", 1)},
    };
    const Shape sizes = pooled_sizes(in, windows, self.flag("ceil_mode"));
    for (int i = 0; i < 3; ++i) list[i] = {in.size(in.dim() - 3 + i), sizes[i], windows[i]};
  }
};

void max_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  region_max_pooling(self.output(in), self.buffer("indices", DType::Long, in.device()), in,
                     Axes(self, in).list);
  self.set("itime", double(in.size(in.dim() - 3)));  // nn.VolumetricMaxUnpooling reads them
  self.set("iheight", double(in.size(in.dim() - 2)));
  self.set("iwidth", double(in.size(in.dim() - 1)));
}

void max_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  region_max_pooling_backward(self.grad_input(in), in, grad_output.tensor(), self.tensor("indices"),
                              Axes(self, in).list);
}

constexpr Layer kLayers[] = {
    {"nn.VolumetricAveragePooling",
     [](Fields& self, const Value& input) {
       const Tensor& in = input.tensor();
       region_average_pooling(self.output(in), in, Axes(self, in).list);
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       const Tensor& in = input.tensor();
       region_average_pooling_backward(self.grad_input(in), in, grad_output.tensor(),
                                       Axes(self, in).list);
     }},
    {"nn.VolumetricDilatedMaxPooling", max_forward, max_backward},
    {"nn.VolumetricMaxPooling", max_forward, max_backward},
};

}  // namespace

Layers volumetric_pooling_layers() { return kLayers; }

}  // namespace tocha::nn
