// SPDX-License-Identifier: BSD-3-Clause
// Losses are returned as numbers too: the one wait for the device that a training step needs.
#include "core/nn/criterion.h"

#include "bindings/lua/modules.h"
#include "core/tensor/views.h"

namespace tocha::lua {
namespace {

double read(const Tensor& t) {
  if (t.device().host_accessible()) {
    return visit_real(t.dtype(), [&](auto zero) { return double(*t.data<decltype(zero)>()); });
  }
  return *to(t, DType::Double, cpu_device()).data<double>();
}

NllLoss nll_options(Call& c, int weights, int size_average, int ignore) {
  return {.weights = c.has(weights) ? &c.tensor(weights) : nullptr,
          .size_average = c.boolean(size_average),
          .ignore = c.integer(ignore)};
}

// clang-format off
constexpr Overload kCriterion[] = {
    {"nll", "loss, total_weight, input, target, [weights,] size_average:bool, ignore:number",
     [](Call& c) {
       nll_loss(c.tensor(0), c.tensor(1), c.tensor(2), c.tensor(3), nll_options(c, 4, 5, 6));
       c.push(read(c.tensor(0)));
       c.push(read(c.tensor(1)));
     }},
    {"nll_backward",
     "gradInput, total_weight, input, target, [weights,] size_average:bool, ignore:number",
     [](Call& c) {
       nll_backward(c.tensor(0), c.tensor(1), c.tensor(2), c.tensor(3), nll_options(c, 4, 5, 6));
     }},
    {"squared_error", "loss, input, target, size_average:bool", [](Call& c) {
       squared_error(c.tensor(0), c.tensor(1), c.tensor(2), c.boolean(3));
       c.push(read(c.tensor(0)));
     }},
    {"squared_error_backward", "gradInput, input, target, size_average:bool", [](Call& c) {
       squared_error_backward(c.tensor(0), c.tensor(1), c.tensor(2), c.boolean(3));
     }},
};
// clang-format on

}  // namespace

void open_nn_criterion(lua_State* L) { add_functions(L, "nn.", kCriterion); }

}  // namespace tocha::lua
