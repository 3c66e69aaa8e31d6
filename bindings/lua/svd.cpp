// SPDX-License-Identifier: BSD-3-Clause
// torch.svd for Lua.
#include "core/ops/svd.h"

#include "bindings/lua/letters.h"
#include "bindings/lua/modules.h"

namespace tocha::lua {

static constexpr Overload kSvd[] = {
    {"svd", "[res,] [s:result,] [v:result,] a, [how_many:string]",
     [](Call& c) {
       const bool all = Letters(c, 4, {"SA"})[0] == 'A';
       svd(c.out(0), c.out(1), c.out(2), c.tensor(3), all);
     }},
};

void open_svd(lua_State* L) { add_tensor_functions(L, kSvd); }

}  // namespace tocha::lua
