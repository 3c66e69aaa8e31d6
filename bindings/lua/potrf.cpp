// SPDX-License-Identifier: BSD-3-Clause
// torch.potrf for Lua.
#include "core/ops/potrf.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

static constexpr Overload kPotrf[] = {
    {"potrf", "[res,] a, [triangle:string]",
     [](Call& c) {
       const std::string_view triangle = c.has(2) ? c.string(2) : "U";
       if (triangle != "U" && triangle != "L") fail("'U' or 'L' is needed, got '", triangle, "'");
       potrf(c.out(0), c.tensor(1), triangle == "U");
     }},
};

void open_potrf(lua_State* L) { add_tensor_functions(L, kPotrf); }

}  // namespace tocha::lua
