// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/dropout.h"

#include "bindings/lua/modules.h"
#include "core/nn/checks.h"

namespace tocha::lua {
namespace {

// clang-format off
constexpr Overload kDropout[] = {
    {"dropout", "output, mask, input, p:number, scaled:bool, inplace:bool, [gen:generator]",
     [](Call& c) {
       if (c.boolean(5)) become(c.tensor(0), c.tensor(2));
       dropout(c.tensor(0), c.tensor(1), c.tensor(2), c.number(3), c.boolean(4), c.generator(6));
     }},
};
// clang-format on

}  // namespace

void open_nn_dropout(lua_State* L) { add_functions(L, "nn.", kDropout); }

}  // namespace tocha::lua
