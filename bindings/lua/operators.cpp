// SPDX-License-Identifier: BSD-3-Clause
// Lua's operators on tensors: a + b, 2 * a, -a, a % 3, #a. Every tensor class gets them as the
// hooks that lua/torch/metamethods.lua looks for (__add__, ...). Results are new tensors.
#include "bindings/lua/entry.h"
#include "bindings/lua/modules.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/dot.h"
#include "core/ops/linalg.h"
#include "core/ops/modulo.h"

namespace tocha::lua {
namespace {

// The result: a new tensor of the type of argument `model`.
Tensor& result_like(Call& c, int model) {
  return c.push_new(c.tensor(model).dtype(), c.tensor(model).device());
}

void add_number(Call& c, int tensor, double value) {
  Tensor& result = result_like(c, tensor);
  add(result, c.tensor(tensor), value);
}
void add_tensors(Call& c, double alpha) {
  Tensor& result = result_like(c, 0);
  add(result, c.tensor(0), alpha, c.tensor(1));
}
void subtract_from(Call& c) {
  Tensor& result = result_like(c, 1);
  neg(result, c.tensor(1));
  add(result, result, c.number(0));
}
void scale(Call& c, int tensor, double factor) {
  Tensor& result = result_like(c, tensor);
  mul(result, c.tensor(tensor), factor);
}
// A number for two vectors, the product of a matrix with a vector or a matrix; where these make no
// sense, element by element.
void multiply(Call& c) {
  const Tensor &a = c.tensor(0), &b = c.tensor(1);
  if (a.dim() == 1 && b.dim() == 1) return c.push(dot(a, b));
  Tensor& result = result_like(c, 0);
  if (a.dim() == 2 && b.dim() == 2)
    mm(result, a, b);
  else if (a.dim() == 2 && b.dim() == 1)
    mv(result, a, b);
  else
    mul(result, a, b);
}
// An operator that exists for two tensors, with a number as its first operand.
template <void (*op)(Tensor&, const Tensor&, const Tensor&)>
void number_by(Call& c) {
  Tensor& result = result_like(c, 1);
  result.resize_as(c.tensor(1));
  fill(result, c.number(0));
  op(result, result, c.tensor(1));
}
template <void (*op)(Tensor&, const Tensor&, double)>
void by_number(Call& c) {
  Tensor& result = result_like(c, 0);
  op(result, c.tensor(0), c.number(1));
}
template <void (*op)(Tensor&, const Tensor&, const Tensor&)>
void by_tensor(Call& c) {
  Tensor& result = result_like(c, 0);
  op(result, c.tensor(0), c.tensor(1));
}

// clang-format off
constexpr Overload kAdd[] = {
    {"__add__", "a, b:number", [](Call& c) { add_number(c, 0, c.number(1)); }},
    {"__add__", "a:number, b:tensor", [](Call& c) { add_number(c, 1, c.number(0)); }},
    {"__add__", "a, b", [](Call& c) { add_tensors(c, 1); }},
};
constexpr Overload kSub[] = {
    {"__sub__", "a, b:number", [](Call& c) { add_number(c, 0, -c.number(1)); }},
    {"__sub__", "a:number, b:tensor", subtract_from},
    {"__sub__", "a, b", [](Call& c) { add_tensors(c, -1); }},
};
constexpr Overload kMul[] = {
    {"__mul__", "a, b:number", [](Call& c) { scale(c, 0, c.number(1)); }},
    {"__mul__", "a:number, b:tensor", [](Call& c) { scale(c, 1, c.number(0)); }},
    {"__mul__", "a, b", multiply},
};
constexpr Overload kDiv[] = {
    {"__div__", "a, b:number", by_number<div>},
    {"__div__", "a:number, b:tensor", number_by<div>},
    {"__div__", "a, b", by_tensor<div>},
};
constexpr Overload kMod[] = {
    {"__mod__", "a, b:number", by_number<remainder>},
    {"__mod__", "a:number, b:tensor", number_by<remainder>},
    {"__mod__", "a, b", by_tensor<remainder>},
};
constexpr Overload kUnm[] = {{"__unm__", "a", [](Call& c) { scale(c, 0, -1); }}};
// clang-format on

// Registers the hook; its errors name the operator as the user wrote it.
void add_operator(lua_State* L, const char* symbol, std::span<const Overload> overloads) {
  add_functions(L, "", overloads);
  state_of(L).entries.back()->where = concat("operator ", symbol);
}

}  // namespace

void open_operators(lua_State* L) {
  lua_pushvalue(L, -2);  // the methods
  add_operator(L, "+", kAdd);
  add_operator(L, "-", kSub);
  add_operator(L, "*", kMul);
  add_operator(L, "/", kDiv);
  add_operator(L, "%", kMod);
  add_operator(L, "-", kUnm);
  lua_getfield(L, -1, "size");
  lua_setfield(L, -2, "__len__");
  lua_pop(L, 1);
}

}  // namespace tocha::lua
