// SPDX-License-Identifier: BSD-3-Clause
// Copies, fills and clones for Lua.
#include "core/ops/copy.h"

#include "bindings/lua/modules.h"
#include "core/tensor/views.h"

namespace tocha::lua {

static constexpr Overload kCopy[] = {
    {"fill", "self, value:number", [](Call& c) { fill(c.tensor(0), c.number(1)); }},
    {"zero", "self", [](Call& c) { fill(c.tensor(0), 0); }},
    {"copy", "self, source:tensor", [](Call& c) { copy(c.tensor(0), c.tensor(1)); }},
    {"clone", "a", [](Call& c) { c.push(clone(c.tensor(0))); }},
    {"contiguous", "a", [](Call& c) {
       if (c.tensor(0).is_contiguous()) {
         lua_pushvalue(c.L, c.slot(0));
         c.pushed(1);
       } else {
         c.push(clone(c.tensor(0)));
       }
     }},
};

void open_copy(lua_State* L) { add_tensor_functions(L, kCopy); }

}  // namespace tocha::lua
