// SPDX-License-Identifier: BSD-3-Clause
// torch.exp and the other functions of one real number for Lua; each also takes a plain number.
#include "core/ops/math.h"

#include <cmath>

#include "bindings/lua/modules.h"
#include "core/ops/math_functors.h"

namespace tocha::lua {
namespace {

template <template <class> class Functor>
void of_number(Call& c) {
  c.push(Functor<double>(nullptr)(c.number(0)));
}

// clang-format off
constexpr Overload kMath[] = {
    {"exp", "[self,] a", [](Call& c) { exp(c.out(0), c.tensor(1)); }},
    {"exp", "x:number", of_number<functors::Exp>},
    {"log", "[self,] a", [](Call& c) { log(c.out(0), c.tensor(1)); }},
    {"log", "x:number", of_number<functors::Log>},
    {"log1p", "[self,] a", [](Call& c) { log1p(c.out(0), c.tensor(1)); }},
    {"log1p", "x:number", of_number<functors::Log1p>},
    {"sqrt", "[self,] a", [](Call& c) { sqrt(c.out(0), c.tensor(1)); }},
    {"sqrt", "x:number", of_number<functors::Sqrt>},
    {"rsqrt", "[self,] a", [](Call& c) { rsqrt(c.out(0), c.tensor(1)); }},
    {"rsqrt", "x:number", of_number<functors::Rsqrt>},
    {"sin", "[self,] a", [](Call& c) { sin(c.out(0), c.tensor(1)); }},
    {"sin", "x:number", of_number<functors::Sin>},
    {"cos", "[self,] a", [](Call& c) { cos(c.out(0), c.tensor(1)); }},
    {"cos", "x:number", of_number<functors::Cos>},
    {"tan", "[self,] a", [](Call& c) { tan(c.out(0), c.tensor(1)); }},
    {"tan", "x:number", of_number<functors::Tan>},
    {"asin", "[self,] a", [](Call& c) { asin(c.out(0), c.tensor(1)); }},
    {"asin", "x:number", of_number<functors::Asin>},
    {"acos", "[self,] a", [](Call& c) { acos(c.out(0), c.tensor(1)); }},
    {"acos", "x:number", of_number<functors::Acos>},
    {"atan", "[self,] a", [](Call& c) { atan(c.out(0), c.tensor(1)); }},
    {"atan", "x:number", of_number<functors::Atan>},
    {"sinh", "[self,] a", [](Call& c) { sinh(c.out(0), c.tensor(1)); }},
    {"sinh", "x:number", of_number<functors::Sinh>},
    {"cosh", "[self,] a", [](Call& c) { cosh(c.out(0), c.tensor(1)); }},
    {"cosh", "x:number", of_number<functors::Cosh>},
    {"tanh", "[self,] a", [](Call& c) { tanh(c.out(0), c.tensor(1)); }},
    {"tanh", "x:number", of_number<functors::Tanh>},
    {"sigmoid", "[self,] a", [](Call& c) { sigmoid(c.out(0), c.tensor(1)); }},
    {"sigmoid", "x:number", of_number<functors::Sigmoid>},
    {"floor", "[self,] a", [](Call& c) { floor(c.out(0), c.tensor(1)); }},
    {"floor", "x:number", of_number<functors::Floor>},
    {"ceil", "[self,] a", [](Call& c) { ceil(c.out(0), c.tensor(1)); }},
    {"ceil", "x:number", of_number<functors::Ceil>},
    {"round", "[self,] a", [](Call& c) { round(c.out(0), c.tensor(1)); }},
    {"round", "x:number", of_number<functors::Round>},
    {"trunc", "[self,] a", [](Call& c) { trunc(c.out(0), c.tensor(1)); }},
    {"trunc", "x:number", of_number<functors::Trunc>},
    {"frac", "[self,] a", [](Call& c) { frac(c.out(0), c.tensor(1)); }},
    {"frac", "x:number", of_number<functors::Frac>},
    {"atan2", "[self,] y, x", [](Call& c) { atan2(c.out(0), c.tensor(1), c.tensor(2)); }},
    {"atan2", "y:number, x:number",
     [](Call& c) { c.push(std::atan2(c.number(0), c.number(1))); }},
};
// clang-format on

}  // namespace

void open_math(lua_State* L) { add_tensor_functions(L, kMath); }

}  // namespace tocha::lua
