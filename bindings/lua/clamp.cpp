// SPDX-License-Identifier: BSD-3-Clause
// torch.abs, sign, clamp, cmax and cmin for Lua.
#include "core/ops/clamp.h"

#include <cmath>

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kClamp[] = {
    {"abs", "[self,] a", [](Call& c) { abs(c.out(0), c.tensor(1)); }},
    {"abs", "x:number", [](Call& c) { c.push(std::fabs(c.number(0))); }},
    {"sign", "[self,] a", [](Call& c) { sign(c.out(0), c.tensor(1)); }},
    {"clamp", "[self,] a, low:number, high:number",
     [](Call& c) { clamp(c.out(0), c.tensor(1), c.number(2), c.number(3)); }},
    {"cmax", "[self,] a, b", [](Call& c) { cmax(c.out(0), c.tensor(1), c.tensor(2)); }},
    {"cmax", "[self,] a, value:number",
     [](Call& c) { cmax(c.out(0), c.tensor(1), c.number(2)); }},
    {"cmin", "[self,] a, b", [](Call& c) { cmin(c.out(0), c.tensor(1), c.tensor(2)); }},
    {"cmin", "[self,] a, value:number",
     [](Call& c) { cmin(c.out(0), c.tensor(1), c.number(2)); }},
};
// clang-format on

void open_clamp(lua_State* L) { add_tensor_functions(L, kClamp); }

}  // namespace tocha::lua
