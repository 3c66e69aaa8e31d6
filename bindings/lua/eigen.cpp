// SPDX-License-Identifier: BSD-3-Clause
// torch.symeig and torch.eig for Lua. Both return two tensors; without 'V' the second is not
// written.
#include "core/ops/eigen.h"

#include "bindings/lua/letters.h"
#include "bindings/lua/modules.h"

namespace tocha::lua {

static constexpr Overload kEigen[] = {
    {"symeig", "[res,] [vectors:result,] a, [which:string,] [triangle:string]",
     [](Call& c) {
       const Letters letters(c, 3, {"NV", "UL"});
       symeig(c.out(0), letters[0] == 'V' ? &c.out(1) : nullptr, c.tensor(2), letters[1] == 'U');
     }},
    {"eig", "[res,] [vectors:result,] a, [which:string]",
     [](Call& c) {
       const bool vectors = Letters(c, 3, {"NV"})[0] == 'V';
       eig(c.out(0), vectors ? &c.out(1) : nullptr, c.tensor(2));
     }},
};

void open_eigen(lua_State* L) { add_tensor_functions(L, kEigen); }

}  // namespace tocha::lua
