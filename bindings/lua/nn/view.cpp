// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/view.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

// clang-format off
constexpr Overload kView[] = {
    {"view", "output, input, inputDims:integer, size:sizes",
     [](Call& c) { view_samples(c.tensor(0), c.tensor(1), c.sizes(3), int(c.integer(2))); }},
    // batchMode: nil, true or false
    {"reshape", "output, input, batchMode:any, size:sizes", [](Call& c) {
       const BatchMode mode = lua_isnil(c.L, c.slot(2))         ? BatchMode::Guess
                              : lua_toboolean(c.L, c.slot(2)) ? BatchMode::Batch
                                                              : BatchMode::Sample;
       reshape_samples(c.tensor(0), c.tensor(1), c.sizes(3), mode);
     }},
    {"view_backward", "gradInput, input, gradOutput",
     [](Call& c) { view_backward(c.tensor(0), c.tensor(1), c.tensor(2)); }},
};
// clang-format on

}  // namespace

void open_nn_view(lua_State* L) { add_functions(L, "nn.", kView); }

}  // namespace tocha::lua
