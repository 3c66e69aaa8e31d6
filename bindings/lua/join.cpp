// SPDX-License-Identifier: BSD-3-Clause
// torch.cat for Lua.
#include "core/ops/join.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

// The tensors of a list, which the Lua table keeps alive.
std::vector<const Tensor*> tensors_of(Call& c, int table) {
  std::vector<const Tensor*> tensors;
  const int n = int(lua_objlen(c.L, c.slot(table)));
  if (n == 0) fail("a list of at least one tensor is needed");
  for (int i = 1; i <= n; ++i) {
    lua_rawgeti(c.L, c.slot(table), i);
    tensors.push_back(to_tensor(c.L, -1));
    if (!tensors.back()) fail("element ", i, " of the list is a ", luaL_typename(c.L, -1));
    lua_pop(c.L, 1);
  }
  return tensors;
}

// clang-format off
constexpr Overload kJoin[] = {
    {"cat", "[res,] a, b, [dim:dim]", [](Call& c) {
       const Tensor* inputs[] = {&c.tensor(1), &c.tensor(2)};
       cat(c.out(0), inputs, c.index(3, kLastDim));
     }},
    {"cat", "self, list:table, [dim:dim]",
     [](Call& c) { cat(c.out(0), tensors_of(c, 1), c.index(2, kLastDim)); }},
    {"cat", "list:table, [dim:dim]", [](Call& c) {
       const auto inputs = tensors_of(c, 0);
       Tensor result(inputs[0]->dtype(), inputs[0]->device());
       cat(result, inputs, c.index(1, kLastDim));
       c.push(std::move(result));
     }},
};
// clang-format on

}  // namespace

void open_join(lua_State* L) { add_tensor_functions(L, kJoin); }

}  // namespace tocha::lua
