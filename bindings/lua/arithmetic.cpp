// SPDX-License-Identifier: BSD-3-Clause
// torch.add and its family for Lua.
#include "core/ops/arithmetic.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

static constexpr Overload kArithmetic[] = {
    {"add", "[self,] a, value:number", [](Call& c) { add(c.out(0), c.tensor(1), c.number(2)); }},
    {"add", "[self,] a, alpha:number=1, b",
     [](Call& c) { add(c.out(0), c.tensor(1), c.number(2), c.tensor(3)); }},
    {"csub", "[self,] a, value:number", [](Call& c) { add(c.out(0), c.tensor(1), -c.number(2)); }},
    {"csub", "[self,] a, alpha:number=1, b",
     [](Call& c) { add(c.out(0), c.tensor(1), -c.number(2), c.tensor(3)); }},
    {"mul", "[self,] a, value:number", [](Call& c) { mul(c.out(0), c.tensor(1), c.number(2)); }},
    {"cmul", "[self,] a, b", [](Call& c) { mul(c.out(0), c.tensor(1), c.tensor(2)); }},
    {"div", "[self,] a, value:number", [](Call& c) { div(c.out(0), c.tensor(1), c.number(2)); }},
    {"cdiv", "[self,] a, b", [](Call& c) { div(c.out(0), c.tensor(1), c.tensor(2)); }},
    {"addcmul", "[self,] a, value:number=1, b, c",
     [](Call& c) { addcmul(c.out(0), c.tensor(1), c.number(2), c.tensor(3), c.tensor(4)); }},
    {"addcdiv", "[self,] a, value:number=1, b, c",
     [](Call& c) { addcdiv(c.out(0), c.tensor(1), c.number(2), c.tensor(3), c.tensor(4)); }},
    {"neg", "[self,] a", [](Call& c) { neg(c.out(0), c.tensor(1)); }},
    {"cinv", "[self,] a", [](Call& c) { cinv(c.out(0), c.tensor(1)); }},
    {"lerp", "[self,] a, b, weight:number",
     [](Call& c) { lerp(c.out(0), c.tensor(1), c.tensor(2), c.number(3)); }},
    {"lerp", "a:number, b:number, weight:number",
     [](Call& c) { c.push(c.number(0) + c.number(2) * (c.number(1) - c.number(0))); }},
};

void open_arithmetic(lua_State* L) { add_tensor_functions(L, kArithmetic); }

}  // namespace tocha::lua
