// SPDX-License-Identifier: BSD-3-Clause
// Layers whose output is a copy: of the input in another type (Copy), of a constant (Constant).
#include "core/nn/arguments.h"
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/copy.h"

namespace tocha::nn {
namespace {
// The types are those of the fields, which the class makes; between equal ones nothing is copied
// unless that was asked for.
void pass_or_copy(Fields& self, Tensor& to, const Tensor& from) {
  if (self.flag("passes") && to.dtype() == from.dtype() && &to.device() == &from.device()) {
    return become(to, from);
  }
  copy(to.resize_as(from), from);
}

void constant_forward(Fields& self, const Value& input) {
  const Tensor &in = input.tensor(), &value = self.tensor("value");
  Tensor& out = self.copy_buffer("output", value);
  const int64_t sample_dims = self.integer("nInputDim", 0);
  Shape sizes{value.sizes()};
  if (sample_dims > 0 && in.dim() > sample_dims) sizes.insert(0, in.size(0));
  copy(out.resize(sizes), value);
}

constexpr Layer kLayers[] = {
    {"nn.Constant", constant_forward,
     [](Fields& self, const Value& in, const Value&) {
       fill(self.copy_buffer("gradInput", in.tensor()).resize_as(in.tensor()), 0);
     }},
    {"nn.Copy",
     [](Fields& self, const Value& in) {
       pass_or_copy(self, self.copy_buffer("output", in.tensor()), in.tensor());
     },
     [](Fields& self, const Value& in, const Value& grad_output) {
       pass_or_copy(self, self.copy_buffer("gradInput", in.tensor()), grad_output.tensor());
     }},
};

}  // namespace

Layers copies_layers() { return kLayers; }

}  // namespace tocha::nn
