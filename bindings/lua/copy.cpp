// SPDX-License-Identifier: BSD-3-Clause
// Copies, fills and clones for Lua.
#include "core/ops/copy.h"

#include "bindings/lua/modules.h"
#include "core/tensor/views.h"

namespace tocha::lua {

// t:float() and its kin: t itself when it is of that type in host memory already, else a copy.
template <DType kTo>
static void convert_to(Call& c) {
  const Tensor& t = c.tensor(0);
  if (t.dtype() == kTo && &t.device() == &cpu_device()) {
    lua_pushvalue(c.L, c.slot(0));
    c.pushed(1);
  } else {
    c.push(to(t, kTo, cpu_device()));
  }
}

static constexpr Overload kConversions[] = {
    {"byte", "a, ...", convert_to<DType::Byte>},
    {"char", "a, ...", convert_to<DType::Char>},
    {"short", "a, ...", convert_to<DType::Short>},
    {"int", "a, ...", convert_to<DType::Int>},
    {"long", "a, ...", convert_to<DType::Long>},
    {"half", "a, ...", convert_to<DType::Half>},
    {"bfloat16", "a, ...", convert_to<DType::BFloat16>},
    {"float", "a, ...", convert_to<DType::Float>},
    {"double", "a, ...", convert_to<DType::Double>},
};

static constexpr Overload kCopy[] = {
    {"fill", "self, value:number", [](Call& c) { fill(c.tensor(0), c.number(1)); }},
    {"zero", "self", [](Call& c) { fill(c.tensor(0), 0); }},
    {"copy", "self, source:tensor, ...", [](Call& c) { copy(c.tensor(0), c.tensor(1)); }},
    {"clone", "a, ...", [](Call& c) { c.push(clone(c.tensor(0))); }},
    {"contiguous", "a, ...",
     [](Call& c) {
       if (c.tensor(0).is_contiguous()) {
         lua_pushvalue(c.L, c.slot(0));
         c.pushed(1);
       } else {
         c.push(clone(c.tensor(0)));
       }
     }},
};

void open_copy(lua_State* L) {
  add_tensor_functions(L, kCopy);
  lua_pushvalue(L, -2);
  add_methods(L, "torch.", kConversions);
  lua_pop(L, 1);
}

}  // namespace tocha::lua
