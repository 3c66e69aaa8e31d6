// SPDX-License-Identifier: BSD-3-Clause
// torch.gather for Lua.
#include "core/ops/gather.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

static constexpr Overload kGather[] = {
    {"gather", "[res,] a, dim:dim, index:long",
     [](Call& c) { gather(c.out(0), c.tensor(1), c.index(2), c.tensor(3)); }},
};

void open_gather(lua_State* L) { add_tensor_functions(L, kGather); }

}  // namespace tocha::lua
