// SPDX-License-Identifier: BSD-3-Clause
// torch.lt, le, gt, ge, eq, ne and torch.equal for Lua.
#include "core/ops/compare.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

// clang-format off
#define TOCHA_COMPARISON(name) \
    {#name, "[res:resultbyte,] a, value:number", \
     [](Call& c) { name(c.out(0), c.tensor(1), c.number(2)); }}, \
    {#name, "[res:resultbyte,] a, b", \
     [](Call& c) { name(c.out(0), c.tensor(1), c.tensor(2)); }}

constexpr Overload kCompare[] = {
    TOCHA_COMPARISON(lt),
    TOCHA_COMPARISON(le),
    TOCHA_COMPARISON(gt),
    TOCHA_COMPARISON(ge),
    TOCHA_COMPARISON(eq),
    TOCHA_COMPARISON(ne),
    {"equal", "a, b", [](Call& c) { c.push(equal(c.tensor(0), c.tensor(1))); }},
};
#undef TOCHA_COMPARISON
// clang-format on

}  // namespace

void open_compare(lua_State* L) { add_tensor_functions(L, kCompare); }

}  // namespace tocha::lua
