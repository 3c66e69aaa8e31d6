// SPDX-License-Identifier: BSD-3-Clause
// torch.gesv, torch.trtrs, torch.gels and torch.inverse for Lua.
#include "core/ops/solve.h"

#include "bindings/lua/letters.h"
#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kSolve[] = {
    {"gesv", "[res,] [lu:result,] b, a",
     [](Call& c) { gesv(c.out(0), c.out(1), c.tensor(2), c.tensor(3)); }},
    {"trtrs", "[res,] [copy:result,] b, a, [triangle:string,] [transposed:string,] [unit:string]",
     [](Call& c) {
       const Letters letters(c, 4, {"UL", "NT", "NU"});
       trtrs(c.out(0), c.out(1), c.tensor(2), c.tensor(3),
             {letters[0] == 'U', letters[1] == 'T', letters[2] == 'U'});
     }},
    {"gels", "[res,] [factors:result,] b, a",
     [](Call& c) { gels(c.out(0), c.out(1), c.tensor(2), c.tensor(3)); }},
    {"inverse", "[res,] x", [](Call& c) { inverse(c.out(0), c.tensor(1)); }},
};
// clang-format on

void open_solve(lua_State* L) { add_tensor_functions(L, kSolve); }

}  // namespace tocha::lua
