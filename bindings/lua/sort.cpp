// SPDX-License-Identifier: BSD-3-Clause
// torch.sort and its family for Lua; along the last dimension unless told otherwise.
#include "core/ops/sort.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kSort[] = {
    {"sort", "[res,] [indices:resultlong,] a, [dim:dim,] [descending:bool]",
     [](Call& c) { sort(c.out(0), c.out(1), c.tensor(2), c.index(3, -1), c.boolean(4)); }},
    // the fifth argument asks for sorted results, which these always are
    {"topk", "[res,] [indices:resultlong,] a, count:integer=1, [dim:dim,] [largest:bool,] "
             "[sorted:bool]",
     [](Call& c) {
       topk(c.out(0), c.out(1), c.tensor(2), c.integer(3), c.index(4, -1), c.boolean(5));
     }},
    {"median", "[res,] [indices:resultlong,] a, [dim:dim]",
     [](Call& c) { median(c.out(0), c.out(1), c.tensor(2), c.index(3, -1)); }},
    {"mode", "[res,] [indices:resultlong,] a, [dim:dim]",
     [](Call& c) { mode(c.out(0), c.out(1), c.tensor(2), c.index(3, -1)); }},
};
// clang-format on

void open_sort(lua_State* L) { add_tensor_functions(L, kSort); }

}  // namespace tocha::lua
