// SPDX-License-Identifier: BSD-3-Clause
// torch.norm, dist and renorm for Lua.
#include "core/ops/norm.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kNorm[] = {
    {"norm", "a, p:number=2", [](Call& c) { c.push(norm(c.tensor(0), c.number(1))); }},
    {"norm", "[res,] a, p:number, dim:dim",
     [](Call& c) { norm(c.out(0), c.tensor(1), c.number(2), c.index(3)); }},
    {"dist", "a, b, p:number=2",
     [](Call& c) { c.push(dist(c.tensor(0), c.tensor(1), c.number(2))); }},
    {"renorm", "[self,] a, p:number, dim:dim, maxnorm:number",
     [](Call& c) { renorm(c.out(0), c.tensor(1), c.number(2), c.index(3), c.number(4)); }},
};
// clang-format on

void open_norm(lua_State* L) { add_tensor_functions(L, kNorm); }

}  // namespace tocha::lua
