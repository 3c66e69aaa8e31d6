// SPDX-License-Identifier: BSD-3-Clause
// torch.potrf, torch.potrs, torch.potri and torch.pstrf for Lua.
#include "core/ops/cholesky.h"

#include "bindings/lua/letters.h"
#include "bindings/lua/modules.h"

namespace tocha::lua {

static bool upper(const Call& c, int triangle) { return Letters(c, triangle, {"UL"})[0] == 'U'; }

// clang-format off
static constexpr Overload kCholesky[] = {
    {"potrf", "[res,] a, [triangle:string]",
     [](Call& c) { potrf(c.out(0), c.tensor(1), upper(c, 2)); }},
    {"potrs", "[res,] b, chol, [triangle:string]",
     [](Call& c) { potrs(c.out(0), c.tensor(1), c.tensor(2), upper(c, 3)); }},
    {"potri", "[res,] chol, [triangle:string]",
     [](Call& c) { potri(c.out(0), c.tensor(1), upper(c, 2)); }},
    {"pstrf", "[res,] [piv:resultint,] a, [triangle:string,] tolerance:number=-1",
     [](Call& c) { pstrf(c.out(0), c.out(1), c.tensor(2), upper(c, 3), c.number(4)); }},
};
// clang-format on

void open_cholesky(lua_State* L) { add_tensor_functions(L, kCholesky); }

}  // namespace tocha::lua
