// SPDX-License-Identifier: BSD-3-Clause
// Convolution for lua/nn. Windows come as in Torch7: width before height.
#include "core/nn/convolution.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

// From arguments i ... i+5: kW, kH, dW, dH, padW, padH.
Convolution layer(Call& c, const Tensor& weight, const Tensor* bias, int i) {
  return {weight,
          bias,
          {c.integer(i + 1), c.integer(i + 3), c.integer(i + 5)},
          {c.integer(i), c.integer(i + 2), c.integer(i + 4)}};
}

Tensor* optional(Call& c, int i) { return c.has(i) ? &c.tensor(i) : nullptr; }

// clang-format off
constexpr Overload kConvolution[] = {
    {"convolution",
     "output, input, weight, [bias,] kW:integer, kH:integer, dW:integer, dH:integer, "
     "padW:integer, padH:integer",
     [](Call& c) {
       convolution(c.tensor(0), c.tensor(1), layer(c, c.tensor(2), optional(c, 3), 4));
     }},
    {"convolution_backward_input",
     "gradInput, input, gradOutput, weight, kW:integer, kH:integer, dW:integer, dH:integer, "
     "padW:integer, padH:integer",
     [](Call& c) {
       convolution_backward_input(c.tensor(0), c.tensor(1), c.tensor(2),
                                  layer(c, c.tensor(3), nullptr, 4));
     }},
    // Adds to gradWeight and gradBias; `weight` gives the sizes.
    {"convolution_backward_weight",
     "gradWeight, [gradBias,] input, gradOutput, weight, kW:integer, kH:integer, dW:integer, "
     "dH:integer, padW:integer, padH:integer, scale:number=1",
     [](Call& c) {
       convolution_backward_weight(c.tensor(0), optional(c, 1), c.tensor(2), c.tensor(3),
                                   layer(c, c.tensor(4), nullptr, 5), c.number(11));
     }},
};
// clang-format on

}  // namespace

void open_nn_convolution(lua_State* L) { add_functions(L, "nn.", kConvolution); }

}  // namespace tocha::lua
