// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/upsampling.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kUpsampling[] = {
    {"upsample_nearest", "output, input, scale:integer",
     [](Call& c) { upsample_nearest(c.tensor(0), c.tensor(1), c.integer(2)); }},
    {"upsample_nearest_backward", "gradInput, input, gradOutput, scale:integer", [](Call& c) {
       upsample_nearest_backward(c.tensor(0), c.tensor(1), c.tensor(2), c.integer(3));
     }},
};
// clang-format on

void open_nn_upsampling(lua_State* L) { add_functions(L, "nn.", kUpsampling); }

}  // namespace tocha::lua
