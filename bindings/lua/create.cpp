// SPDX-License-Identifier: BSD-3-Clause
// torch.zeros and its family for Lua.
#include "core/ops/create.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kCreate[] = {
    {"zeros", "[res,] sizes:sizes", [](Call& c) { zeros(c.out(0), c.sizes(1)); }},
    {"ones", "[res,] sizes:sizes", [](Call& c) { ones(c.out(0), c.sizes(1)); }},
    {"range", "[res,] first:number, last:number, step:number=1",
     [](Call& c) { range(c.out(0), c.number(1), c.number(2), c.number(3)); }},
    {"linspace", "[res,] first:number, last:number, count:integer=100",
     [](Call& c) { linspace(c.out(0), c.number(1), c.number(2), c.integer(3)); }},
    {"logspace", "[res,] first:number, last:number, count:integer=100",
     [](Call& c) { logspace(c.out(0), c.number(1), c.number(2), c.integer(3)); }},
    {"eye", "[res,] rows:integer, [columns:integer]",
     [](Call& c) {
       const int64_t rows = c.integer(1), columns = c.integer(2);
       eye(c.out(0), rows, columns > 0 ? columns : rows);  // as in Torch7: eye(2, 0) is eye(2)
     }},
};
// clang-format on

void open_create(lua_State* L) { add_tensor_functions(L, kCreate); }

}  // namespace tocha::lua
