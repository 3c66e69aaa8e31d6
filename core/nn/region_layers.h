// SPDX-License-Identifier: BSD-3-Clause
// The passes of layers that pool over regions: what differs is how `Axes(self, in).list`, made of
// the layer's fields and its input, places them.
#pragma once

#include "core/nn/layer.h"
#include "core/nn/region_pooling.h"

namespace tocha::nn {

template <class Axes>
struct RegionLayer {
  static void average(Fields& self, const Value& input) {
    const Tensor& in = input.tensor();
    region_average_pooling(self.output(in), in, Axes(self, in).list);
  }
  static void average_backward(Fields& self, const Value& input, const Value& grad_output) {
    const Tensor& in = input.tensor();
    region_average_pooling_backward(self.grad_input(in), in, grad_output.tensor(),
                                    Axes(self, in).list);
  }
  static void max(Fields& self, const Value& input) {
    const Tensor& in = input.tensor();
    region_max_pooling(self.output(in), self.buffer("indices", DType::Long, in.device()), in,
                       Axes(self, in).list);
  }
  static void max_backward(Fields& self, const Value& input, const Value& grad_output) {
    const Tensor& in = input.tensor();
    region_max_pooling_backward(self.grad_input(in), in, grad_output.tensor(),
                                self.tensor("indices"), Axes(self, in).list);
  }
};

}  // namespace tocha::nn
