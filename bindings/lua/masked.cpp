// SPDX-License-Identifier: BSD-3-Clause
// Masks for Lua.
#include "core/ops/masked.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kMasked[] = {
    {"maskedFill", "self, mask:byte, value:number",
     [](Call& c) { masked_fill(c.out(0), c.tensor(1), c.number(2)); }},
    {"maskedCopy", "self, mask:byte, source:tensor",
     [](Call& c) { masked_copy(c.out(0), c.tensor(1), c.tensor(2)); }},
    {"maskedSelect", "[res,] a, mask:byte",
     [](Call& c) { masked_select(c.out(0), c.tensor(1), c.tensor(2)); }},
};

static constexpr Overload kNonzero[] = {
    {"nonzero", "[res:resultlong,] a", [](Call& c) { nonzero(c.out(0), c.tensor(1)); }},
};
// clang-format on

void open_masked(lua_State* L) {
  add_tensor_functions(L, kNonzero);
  lua_pushvalue(L, -2);
  add_methods(L, "torch.", kMasked);
  lua_pop(L, 1);
}

}  // namespace tocha::lua
