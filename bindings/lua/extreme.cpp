// SPDX-License-Identifier: BSD-3-Clause
// torch.max, min, all and any for Lua: a value, or values and their places along a dimension.
#include "core/ops/extreme.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kExtreme[] = {
    {"max", "a", [](Call& c) { c.push(max(c.tensor(0))); }},
    {"max", "[res,] [indices:resultlong,] a, dim:dim",
     [](Call& c) { max(c.out(0), c.out(1), c.tensor(2), c.index(3)); }},
    {"min", "a", [](Call& c) { c.push(min(c.tensor(0))); }},
    {"min", "[res,] [indices:resultlong,] a, dim:dim",
     [](Call& c) { min(c.out(0), c.out(1), c.tensor(2), c.index(3)); }},
    {"all", "a", [](Call& c) { c.push(all(c.tensor(0))); }},
    {"any", "a", [](Call& c) { c.push(any(c.tensor(0))); }},
};
// clang-format on

void open_extreme(lua_State* L) { add_tensor_functions(L, kExtreme); }

}  // namespace tocha::lua
