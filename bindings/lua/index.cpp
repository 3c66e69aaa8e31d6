// SPDX-License-Identifier: BSD-3-Clause
// Slices by position for Lua: t:index and its family, and t:scatter.
#include "core/ops/index.h"

#include "bindings/lua/modules.h"
#include "core/ops/scatter.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kIndex[] = {
    {"index", "[res,] a, dim:dim, index:long",
     [](Call& c) { index_select(c.out(0), c.tensor(1), c.index(2), c.tensor(3)); }},
    {"indexCopy", "self, dim:dim, index:long, source:tensor",
     [](Call& c) { index_copy(c.out(0), c.index(1), c.tensor(2), c.tensor(3)); }},
    {"indexAdd", "self, dim:dim, index:long, source:tensor",
     [](Call& c) { index_add(c.out(0), c.index(1), c.tensor(2), c.tensor(3)); }},
    {"indexFill", "self, dim:dim, index:long, value:number",
     [](Call& c) { index_fill(c.out(0), c.index(1), c.tensor(2), c.number(3)); }},
};

static constexpr Overload kScatter[] = {
    {"scatter", "self, dim:dim, index:long, source:tensor",
     [](Call& c) { scatter(c.out(0), c.index(1), c.tensor(2), c.tensor(3)); }},
    {"scatter", "self, dim:dim, index:long, value:number",
     [](Call& c) { scatter(c.out(0), c.index(1), c.tensor(2), c.number(3)); }},
};
// clang-format on

void open_index(lua_State* L) {
  add_tensor_functions(L, kScatter);
  lua_pushvalue(L, -2);
  add_methods(L, "torch.", kIndex);
  lua_pop(L, 1);
}

}  // namespace tocha::lua
