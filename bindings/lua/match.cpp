// SPDX-License-Identifier: BSD-3-Clause
// torch.match for Lua: squared distances between rows.
#include "core/ops/match.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

static constexpr Overload kMatch[] = {
    {"match", "[self,] a, b, gain:number=1",
     [](Call& c) { match(c.out(0), c.tensor(1), c.tensor(2), c.number(3)); }},
};

void open_match(lua_State* L) { add_tensor_functions(L, kMatch); }

}  // namespace tocha::lua
