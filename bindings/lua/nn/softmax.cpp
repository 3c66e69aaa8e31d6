// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/softmax.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

// clang-format off
constexpr Overload kSoftmax[] = {
    {"softmax", "output, input, logarithm:bool",
     [](Call& c) { softmax(c.tensor(0), c.tensor(1), c.boolean(2)); }},
    {"softmax_backward", "gradInput, output, gradOutput, logarithm:bool",
     [](Call& c) { softmax_backward(c.tensor(0), c.tensor(1), c.tensor(2), c.boolean(3)); }},
};
// clang-format on

}  // namespace

void open_nn_softmax(lua_State* L) { add_functions(L, "nn.", kSoftmax); }

}  // namespace tocha::lua
