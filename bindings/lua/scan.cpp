// SPDX-License-Identifier: BSD-3-Clause
// torch.cumsum and cumprod for Lua.
#include "core/ops/scan.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kScan[] = {
    {"cumsum", "[res,] a, dim:dim=1", [](Call& c) { cumsum(c.out(0), c.tensor(1), c.index(2)); }},
    {"cumprod", "[res,] a, dim:dim=1", [](Call& c) { cumprod(c.out(0), c.tensor(1), c.index(2)); }},
};
// clang-format on

void open_scan(lua_State* L) { add_tensor_functions(L, kScan); }

}  // namespace tocha::lua
