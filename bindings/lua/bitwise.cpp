// SPDX-License-Identifier: BSD-3-Clause
// torch.bitand, bitor, bitxor, the shifts and their forms for two tensors (c...) for Lua.
#include "core/ops/bitwise.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

// clang-format off
#define TOCHA_BITWISE(name, function) \
    {#name, "[self,] a, value:number", \
     [](Call& c) { function(c.out(0), c.tensor(1), c.number(2)); }}, \
    {"c" #name, "[self,] a, b", \
     [](Call& c) { function(c.out(0), c.tensor(1), c.tensor(2)); }}

constexpr Overload kBitwise[] = {
    TOCHA_BITWISE(bitand, bitand_),
    TOCHA_BITWISE(bitor, bitor_),
    TOCHA_BITWISE(bitxor, bitxor),
    TOCHA_BITWISE(lshift, lshift),
    TOCHA_BITWISE(rshift, rshift),
};
#undef TOCHA_BITWISE
// clang-format on

}  // namespace

void open_bitwise(lua_State* L) { add_tensor_functions(L, kBitwise); }

}  // namespace tocha::lua
