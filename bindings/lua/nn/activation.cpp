// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/activation.h"

#include "bindings/lua/modules.h"
#include "core/nn/checks.h"

namespace tocha::lua {
namespace {

// clang-format off
constexpr Overload kActivation[] = {
    {"threshold", "output, input, threshold:number, value:number, inplace:bool", [](Call& c) {
       if (c.boolean(4)) {
         threshold(c.tensor(1), c.tensor(1), c.number(2), c.number(3));
         become(c.tensor(0), c.tensor(1));
       } else {
         threshold(c.tensor(0), c.tensor(1), c.number(2), c.number(3));
       }
     }},
    {"threshold_backward", "gradInput, input, gradOutput, threshold:number, inplace:bool",
     [](Call& c) {
       if (c.boolean(4)) {
         threshold_backward(c.tensor(2), c.tensor(1), c.tensor(2), c.number(3));
         become(c.tensor(0), c.tensor(2));
       } else {
         threshold_backward(c.tensor(0), c.tensor(1), c.tensor(2), c.number(3));
       }
     }},
    {"tanh_backward", "gradInput, output, gradOutput",
     [](Call& c) { tanh_backward(c.tensor(0), c.tensor(1), c.tensor(2)); }},
    {"sigmoid_backward", "gradInput, output, gradOutput",
     [](Call& c) { sigmoid_backward(c.tensor(0), c.tensor(1), c.tensor(2)); }},
};
// clang-format on

}  // namespace

void open_nn_activation(lua_State* L) { add_functions(L, "nn.", kActivation); }

}  // namespace tocha::lua
