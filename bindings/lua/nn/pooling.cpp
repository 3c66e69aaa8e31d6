// SPDX-License-Identifier: BSD-3-Clause
// Pooling for lua/nn. Windows come as in Torch7: width before height.
#include "core/nn/pooling.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

// From arguments i ... i+6: kW, kH, dW, dH, padW, padH, ceil_mode.
Pooling layer(Call& c, int i) {
  return {{c.integer(i + 1), c.integer(i + 3), c.integer(i + 5)},
          {c.integer(i), c.integer(i + 2), c.integer(i + 4)},
          c.boolean(i + 6)};
}
AveragePooling average(Call& c, int i) { return {layer(c, i), c.boolean(i + 7), c.boolean(i + 8)}; }

// clang-format off
constexpr Overload kPooling[] = {
    {"max_pooling",
     "output, indices, input, kW:integer, kH:integer, dW:integer, dH:integer, padW:integer, "
     "padH:integer, ceil_mode:bool",
     [](Call& c) { max_pooling(c.tensor(0), c.tensor(1), c.tensor(2), layer(c, 3)); }},
    {"max_pooling_backward",
     "gradInput, input, gradOutput, indices, kW:integer, kH:integer, dW:integer, dH:integer, "
     "padW:integer, padH:integer, ceil_mode:bool",
     [](Call& c) {
       max_pooling_backward(c.tensor(0), c.tensor(1), c.tensor(2), c.tensor(3), layer(c, 4));
     }},
    {"average_pooling",
     "output, input, kW:integer, kH:integer, dW:integer, dH:integer, padW:integer, padH:integer, "
     "ceil_mode:bool, count_include_pad:bool, divide:bool",
     [](Call& c) { average_pooling(c.tensor(0), c.tensor(1), average(c, 2)); }},
    {"average_pooling_backward",
     "gradInput, input, gradOutput, kW:integer, kH:integer, dW:integer, dH:integer, padW:integer, "
     "padH:integer, ceil_mode:bool, count_include_pad:bool, divide:bool",
     [](Call& c) {
       average_pooling_backward(c.tensor(0), c.tensor(1), c.tensor(2), average(c, 3));
     }},
};
// clang-format on

}  // namespace

void open_nn_pooling(lua_State* L) { add_functions(L, "nn.", kPooling); }

}  // namespace tocha::lua
