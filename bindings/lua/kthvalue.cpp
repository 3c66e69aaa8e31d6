// SPDX-License-Identifier: BSD-3-Clause
// torch.kthvalue for Lua.
#include "core/ops/kthvalue.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

static constexpr Overload kKthvalue[] = {
    {"kthvalue", "[res,] [ind:resultlong,] a, k:integer, dim:dim=-1",
     [](Call& c) { kthvalue(c.out(0), c.out(1), c.tensor(2), c.integer(3), c.index(4)); }},
};

void open_kthvalue(lua_State* L) { add_tensor_functions(L, kKthvalue); }

}  // namespace tocha::lua
