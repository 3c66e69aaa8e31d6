// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/prelu.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kPrelu[] = {
    {"prelu", "output, input, weight",
     [](Call& c) { prelu(c.tensor(0), c.tensor(1), c.tensor(2)); }},
    {"prelu_backward", "gradInput, input, gradOutput, weight",
     [](Call& c) { prelu_backward(c.tensor(0), c.tensor(1), c.tensor(2), c.tensor(3)); }},
    {"prelu_backward_parameters", "gradWeight, input, gradOutput, weight, scale:number",
     [](Call& c) {
       prelu_backward_slopes(c.tensor(0), c.tensor(1), c.tensor(2), c.tensor(3), c.number(4));
     }},
};
// clang-format on

void open_nn_prelu(lua_State* L) { add_functions(L, "nn.", kPrelu); }

}  // namespace tocha::lua
