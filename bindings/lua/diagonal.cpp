// SPDX-License-Identifier: BSD-3-Clause
// Diagonals and triangles of matrices for Lua, and the vector product.
#include "core/ops/diagonal.h"

#include "bindings/lua/modules.h"
#include "core/ops/cross.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kDiagonal[] = {
    {"diag", "[res,] a, k:integer=0",
     [](Call& c) { diag(c.out(0), c.tensor(1), c.integer(2)); }},
    {"tril", "[res,] a, k:integer=0",
     [](Call& c) { tril(c.out(0), c.tensor(1), c.integer(2)); }},
    {"triu", "[res,] a, k:integer=0",
     [](Call& c) { triu(c.out(0), c.tensor(1), c.integer(2)); }},
    {"cross", "[res,] a, b, [dim:dim]",
     [](Call& c) { cross(c.out(0), c.tensor(1), c.tensor(2), c.index(3, kFirstOfThree)); }},
};
// clang-format on

void open_diagonal(lua_State* L) { add_tensor_functions(L, kDiagonal); }

}  // namespace tocha::lua
