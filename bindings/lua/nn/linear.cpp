// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/linear.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

// clang-format off
constexpr Overload kLinear[] = {
    {"linear", "output, input, weight, [bias]", [](Call& c) {
       linear(c.tensor(0), c.tensor(1), c.tensor(2), c.has(3) ? &c.tensor(3) : nullptr);
     }},
    {"linear_backward", "gradInput, input, gradOutput, weight", [](Call& c) {
       linear_backward(c.tensor(0), c.tensor(1), c.tensor(2), c.tensor(3));
     }},
    {"linear_backward_parameters", "gradWeight, [gradBias,] input, gradOutput, scale:number",
     [](Call& c) {
       linear_backward_parameters(c.tensor(0), c.has(1) ? &c.tensor(1) : nullptr, c.tensor(2),
                                  c.tensor(3), c.number(4));
     }},
};
// clang-format on

}  // namespace

void open_nn_linear(lua_State* L) { add_functions(L, "nn.", kLinear); }

}  // namespace tocha::lua
