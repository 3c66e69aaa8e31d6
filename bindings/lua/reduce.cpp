// SPDX-License-Identifier: BSD-3-Clause
// torch.sum, prod, mean and trace for Lua: a number, or a tensor along a dimension.
#include "core/ops/reduce.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kReduce[] = {
    {"sum", "a", [](Call& c) { c.push(sum(c.tensor(0))); }},
    {"sum", "[res,] a, dim:dim", [](Call& c) { sum(c.out(0), c.tensor(1), c.index(2)); }},
    {"prod", "a", [](Call& c) { c.push(prod(c.tensor(0))); }},
    {"prod", "[res,] a, dim:dim", [](Call& c) { prod(c.out(0), c.tensor(1), c.index(2)); }},
    {"mean", "a", [](Call& c) { c.push(mean(c.tensor(0))); }},
    {"mean", "[res,] a, dim:dim", [](Call& c) { mean(c.out(0), c.tensor(1), c.index(2)); }},
    {"trace", "a", [](Call& c) { c.push(trace(c.tensor(0))); }},
};
// clang-format on

void open_reduce(lua_State* L) { add_tensor_functions(L, kReduce); }

}  // namespace tocha::lua
