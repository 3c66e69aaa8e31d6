// SPDX-License-Identifier: BSD-3-Clause
// The fused update rules for lua/optim: `tocha.optim`.
#include "bindings/lua/modules.h"
#include "core/optim/adam.h"
#include "core/optim/sgd.h"

namespace tocha::lua {

static constexpr Overload kOptim[] = {
    // Whether there are kernels for x; other tensors are updated operator by operator.
    {"fuses", "x",
     [](Call& c) {
       const Tensor& x = c.tensor(0);
       const Kernels& kernels = x.device().kernels;
       c.push((x.dtype() == DType::Float || x.dtype() == DType::Double) && kernels.sgd &&
              kernels.adam);
     }},
    {"sgd",
     "x, gradient, [velocity,] rate:number, weight_decay:number, momentum:number, "
     "dampening:number, nesterov:bool, first:bool",
     [](Call& c) {
       sgd(c.tensor(0), c.tensor(1), c.has(2) ? &c.tensor(2) : nullptr,
           {.rate = c.number(3),
            .weight_decay = c.number(4),
            .momentum = c.number(5),
            .dampening = c.number(6),
            .nesterov = c.boolean(7),
            .first = c.boolean(8)});
     }},
    {"adam",
     "x, gradient, m, v, step:number, beta1:number, beta2:number, epsilon:number, "
     "weight_decay:number",
     [](Call& c) {
       adam({c.tensor(0), c.tensor(1), c.tensor(2), c.tensor(3)}, {.step = c.number(4),
                                                                   .beta1 = c.number(5),
                                                                   .beta2 = c.number(6),
                                                                   .epsilon = c.number(7),
                                                                   .weight_decay = c.number(8)});
     }},
};

void open_optim(lua_State* L) {
  lua_newtable(L);
  add_functions(L, "optim.", kOptim);
  lua_setfield(L, -2, "optim");
}

}  // namespace tocha::lua
