// SPDX-License-Identifier: BSD-3-Clause
// torch.fmod, torch.remainder and their older names for Lua.
#include "core/ops/modulo.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

void fmod_number(Call& c) { fmod(c.out(0), c.tensor(1), c.number(2)); }
void fmod_tensor(Call& c) { fmod(c.out(0), c.tensor(1), c.tensor(2)); }

// clang-format off
constexpr Overload kModulo[] = {
    {"fmod", "[self,] a, value:number", fmod_number},
    {"mod", "[self,] a, value:number", fmod_number},
    {"cfmod", "[self,] a, b", fmod_tensor},
    {"cmod", "[self,] a, b", fmod_tensor},
    {"remainder", "[self,] a, value:number",
     [](Call& c) { remainder(c.out(0), c.tensor(1), c.number(2)); }},
    {"cremainder", "[self,] a, b",
     [](Call& c) { remainder(c.out(0), c.tensor(1), c.tensor(2)); }},
};
// clang-format on

}  // namespace

void open_modulo(lua_State* L) { add_tensor_functions(L, kModulo); }

}  // namespace tocha::lua
