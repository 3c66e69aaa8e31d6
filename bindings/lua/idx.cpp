// SPDX-License-Identifier: BSD-3-Clause
// torch.loadIDX: data sets of the MNIST family.
#include "core/io/idx.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {

static constexpr Overload kIdx[] = {
    {"loadIDX", "path:string", [](Call& c) { c.push(read_idx(std::string(c.string(0)))); }},
};

void open_idx(lua_State* L) { add_functions(L, "torch.", kIdx); }

}  // namespace tocha::lua
