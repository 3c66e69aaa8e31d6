// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/normalization.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

Tensor* optional(Call& c, int i) { return c.has(i) ? &c.tensor(i) : nullptr; }

// clang-format off
constexpr Overload kNormalization[] = {
    {"batch_normalization",
     "output, input, [weight,] [bias,] running_mean:tensor, running_var:tensor, save_mean:tensor, "
     "save_std:tensor, train:bool, momentum:number, eps:number",
     [](Call& c) {
       batch_normalization(
           c.tensor(0), c.tensor(1),
           {.weight = optional(c, 2), .bias = optional(c, 3), .running_mean = &c.tensor(4),
            .running_var = &c.tensor(5), .save_mean = &c.tensor(6), .save_std = &c.tensor(7),
            .train = c.boolean(8), .momentum = c.number(9), .epsilon = c.number(10)});
     }},
    {"batch_normalization_backward",
     "[gradInput,] [gradWeight,] [gradBias,] input, gradOutput, [weight,] running_mean:tensor, "
     "running_var:tensor, save_mean:tensor, save_std:tensor, train:bool, scale:number, eps:number",
     [](Call& c) {
       batch_normalization_backward(
           optional(c, 0), optional(c, 1), optional(c, 2), c.tensor(3), c.tensor(4),
           {.weight = optional(c, 5), .running_mean = &c.tensor(6), .running_var = &c.tensor(7),
            .save_mean = &c.tensor(8), .save_std = &c.tensor(9), .train = c.boolean(10),
            .epsilon = c.number(12)},
           c.number(11));
     }},
};
// clang-format on

}  // namespace

void open_nn_normalization(lua_State* L) { add_functions(L, "nn.", kNormalization); }

}  // namespace tocha::lua
