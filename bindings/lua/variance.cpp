// SPDX-License-Identifier: BSD-3-Clause
// torch.var and std for Lua; the flag asks for a division by n instead of n - 1.
#include "core/ops/variance.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kVariance[] = {
    {"var", "a, [biased:bool]", [](Call& c) { c.push(var(c.tensor(0), c.boolean(1))); }},
    {"var", "[res,] a, dim:dim, [biased:bool]",
     [](Call& c) { var(c.out(0), c.tensor(1), c.index(2), c.boolean(3)); }},
    {"std", "a, [biased:bool]", [](Call& c) { c.push(standard_deviation(c.tensor(0), c.boolean(1))); }},
    {"std", "[res,] a, dim:dim, [biased:bool]",
     [](Call& c) { standard_deviation(c.out(0), c.tensor(1), c.index(2), c.boolean(3)); }},
};
// clang-format on

void open_variance(lua_State* L) { add_tensor_functions(L, kVariance); }

}  // namespace tocha::lua
