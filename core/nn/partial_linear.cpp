// SPDX-License-Identifier: BSD-3-Clause
// nn.PartialLinear: a fully connected layer of which only the outputs listed in `partition` are
// computed and trained. The weights are those of the lookup table in its field `network`, which is
// how Torch7 builds the layer; `bias` is a row.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/nn/linear.h"
#include "core/ops/copy.h"
#include "core/ops/index.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

Fields& weights_of(Fields& self) {
  Fields& pair = self.table("network").table("modules").table(1);
  return pair.table("modules").table(2);
}

// The outputs that are wanted, as Long positions; empty when it is all of them in order.
Tensor chosen(Fields& self) {
  const Tensor &partition = self.tensor("partition"), &all = self.tensor("allcolumns");
  if (partition.is_set_to(all)) return Tensor(DType::Long, all.device());
  check_dims("partition", partition, 1, 1);
  Tensor& list = self.buffer("_columns", DType::Long, all.device()).resize_as(partition);
  copy(list, partition);
  return list;
}

// The rows of the weights that belong to them.
const Tensor& chosen_weight(Fields& self, const Tensor& list) {
  const Tensor& weight = weights_of(self).tensor("weight");
  if (list.empty()) return weight;
  Tensor& rows = self.buffer("_weight", weight);
  index_select(rows, weight, 0, list);
  return rows;
}

void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Tensor list = chosen(self);
  const Tensor& weight = chosen_weight(self, list);
  const Tensor* bias = self.optional_tensor("bias");
  if (bias && !list.empty()) {
    Tensor& part = self.buffer("_bias", *bias);
    index_select(part, *bias, 1, list);
    bias = &part;
  }
  linear(self.output(in), in, weight, bias);
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  linear_backward(self.grad_input(in), in, grad_output.tensor(), chosen_weight(self, chosen(self)));
}

void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Tensor& in = input.tensor();
  Tensor& grad_weight = weights_of(self).tensor("gradWeight");
  Tensor* grad_bias = self.has("bias") ? self.optional_tensor("gradBias") : nullptr;
  const Tensor list = chosen(self);
  if (list.empty()) {
    return linear_backward_parameters(grad_weight, grad_bias, in, grad_output.tensor(), scale);
  }
  Tensor& part = self.buffer("_weight", in);
  part.resize(Shape{list.size(0), grad_weight.size(1)});
  Tensor bias_part(in.dtype(), in.device());
  if (grad_bias) bias_part = self.buffer("_bias", in).resize(Shape{1, list.size(0)});
  fill(part, 0);
  if (grad_bias) fill(bias_part, 0);
  linear_backward_parameters(part, grad_bias ? &bias_part : nullptr, in, grad_output.tensor(),
                             scale);
  index_add(grad_weight, 0, list, part);
  if (grad_bias) index_add(*grad_bias, 1, list, bias_part);
}

constexpr Layer kLayers[] = {{"nn.PartialLinear", forward, backward, accumulate}};

}  // namespace

Layers partial_linear_layers() { return kLayers; }

}  // namespace tocha::nn
