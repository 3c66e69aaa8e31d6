// SPDX-License-Identifier: BSD-3-Clause
// torch.pow and torch.cpow for Lua.
#include "core/ops/power.h"

#include <cmath>

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kPower[] = {
    {"pow", "[self,] a, exponent:number",
     [](Call& c) { pow(c.out(0), c.tensor(1), c.number(2)); }},
    {"pow", "[self,] base:number, a",
     [](Call& c) { pow(c.out(0), c.number(1), c.tensor(2)); }},
    {"pow", "x:number, exponent:number",
     [](Call& c) { c.push(std::pow(c.number(0), c.number(1))); }},
    {"cpow", "[self,] a, b", [](Call& c) { cpow(c.out(0), c.tensor(1), c.tensor(2)); }},
};
// clang-format on

void open_power(lua_State* L) { add_tensor_functions(L, kPower); }

}  // namespace tocha::lua
