// SPDX-License-Identifier: BSD-3-Clause
// Histograms for Lua.
#include "core/ops/histogram.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kHistogram[] = {
    {"histc", "[res,] a, bins:integer=100, low:number=0, high:number=0",
     [](Call& c) { histc(c.out(0), c.tensor(1), c.integer(2), c.number(3), c.number(4)); }},
    {"bhistc", "[res,] a, bins:integer=100, low:number=0, high:number=0",
     [](Call& c) { bhistc(c.out(0), c.tensor(1), c.integer(2), c.number(3), c.number(4)); }},
};
// clang-format on

void open_histogram(lua_State* L) { add_tensor_functions(L, kHistogram); }

}  // namespace tocha::lua
