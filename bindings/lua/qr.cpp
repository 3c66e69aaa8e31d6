// SPDX-License-Identifier: BSD-3-Clause
// torch.qr, torch.geqrf, torch.orgqr and torch.ormqr for Lua.
#include "core/ops/qr.h"

#include "bindings/lua/letters.h"
#include "bindings/lua/modules.h"

namespace tocha::lua {

// clang-format off
static constexpr Overload kQr[] = {
    {"qr", "[res,] [r:result,] x", [](Call& c) { qr(c.out(0), c.out(1), c.tensor(2)); }},
    {"geqrf", "[res,] [tau:result,] a", [](Call& c) { geqrf(c.out(0), c.out(1), c.tensor(2)); }},
    {"orgqr", "[res,] m, tau", [](Call& c) { orgqr(c.out(0), c.tensor(1), c.tensor(2)); }},
    {"ormqr", "[res,] m, tau, mat, [side:string,] [transposed:string]",
     [](Call& c) {
       const Letters letters(c, 4, {"LR", "NT"});
       ormqr(c.out(0), c.tensor(1), c.tensor(2), c.tensor(3), letters[0] == 'L',
             letters[1] == 'T');
     }},
};
// clang-format on

void open_qr(lua_State* L) { add_tensor_functions(L, kQr); }

}  // namespace tocha::lua
