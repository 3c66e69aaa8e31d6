// SPDX-License-Identifier: BSD-3-Clause
// torch.dot for Lua.
#include "core/ops/dot.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kDot[] = {
    {"dot", "a, b", [](Call& c) { c.push(dot(c.tensor(0), c.tensor(1))); }},
};
// clang-format on

void open_dot(lua_State* L) { add_tensor_functions(L, kDot); }

}  // namespace tocha::lua
