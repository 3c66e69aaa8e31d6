// SPDX-License-Identifier: BSD-3-Clause
// torch.mm, torch.addmm and their family for Lua.
#include "core/ops/linalg.h"

#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

using Product = void(Tensor&, double, const Tensor&, double, const Tensor&, const Tensor&);

// m:op(a, b), m:op(alpha, a, b): in place; beta is 1.
template <Product* op>
void add_to(Call& c) {
  op(c.out(0), 1, c.tensor(0), c.number(1), c.tensor(2), c.tensor(3));
}
template <Product* op>
void scale_and_add_to(Call& c) {
  op(c.out(0), c.number(1), c.tensor(0), c.number(2), c.tensor(3), c.tensor(4));
}
template <Product* op>
void general(Call& c) {
  op(c.out(0), c.number(1), c.tensor(2), c.number(3), c.tensor(4), c.tensor(5));
}

// clang-format off
#define TOCHA_PRODUCT(name) \
    {#name, "this, alpha:number=1, a, b", add_to<name>}, \
    {#name, "this, beta:number, alpha:number, a, b", scale_and_add_to<name>}, \
    {#name, "[res,] beta:number=1, m, alpha:number=1, a, b", general<name>}

constexpr Overload kLinalg[] = {
    {"mm", "[res,] a, b", [](Call& c) { mm(c.out(0), c.tensor(1), c.tensor(2)); }},
    {"mv", "[res,] a, x", [](Call& c) { mv(c.out(0), c.tensor(1), c.tensor(2)); }},
    {"ger", "[res,] x, y", [](Call& c) { ger(c.out(0), c.tensor(1), c.tensor(2)); }},
    {"bmm", "[res,] a, b", [](Call& c) { bmm(c.out(0), c.tensor(1), c.tensor(2)); }},
    TOCHA_PRODUCT(addmm),
    TOCHA_PRODUCT(addmv),
    TOCHA_PRODUCT(addr),
    TOCHA_PRODUCT(addbmm),
    TOCHA_PRODUCT(baddbmm),
};
#undef TOCHA_PRODUCT
// clang-format on

}  // namespace

void open_linalg(lua_State* L) { add_tensor_functions(L, kLinalg); }

}  // namespace tocha::lua
