// SPDX-License-Identifier: BSD-3-Clause
// Storages for Lua: constructors and methods. Elements by s[i] are read and written in
// lua/torch/element.lua; the forms here serve where there is no FFI.
#include <cstring>

#include "bindings/lua/modules.h"
#include "core/ops/copy.h"

namespace tocha::lua {
namespace {

// The storage as a vector, so that the tensor operators serve it.
Tensor as_tensor(Storage& storage) {
  Tensor t(storage.dtype(), storage.device());
  t.set(&storage, 0, Shape{storage.size()});
  return t;
}

void push_fresh(Call& c, int64_t size) {
  push_storage(c.L, c.state,
               StoragePtr::adopt(Storage::make(*c.state.making_on, c.state.making, size)));
  c.pushed(1);
}

// (storage, offset, size): a part of another storage cannot be one here, since a storage owns its
// block; Torch7 has such views only for foreign memory.
constexpr Overload kConstructors[] = {
    {"new", "size:integer=0", [](Call& c) { push_fresh(c, c.integer(0)); }},
    {"new", "values:table", [](Call& c) {
       const int n = int(lua_objlen(c.L, c.slot(0)));
       Tensor values(DType::Double, Shape{n});
       for (int i = 0; i < n; ++i) {
         lua_rawgeti(c.L, c.slot(0), i + 1);
         if (lua_type(c.L, -1) != LUA_TNUMBER) {
           fail("the table must hold numbers, element ", i + 1, " is a ", luaL_typename(c.L, -1));
         }
         values.data<double>()[i] = lua_tonumber(c.L, -1);
         lua_pop(c.L, 1);
       }
       push_fresh(c, n);
       Tensor target = as_tensor(*to_storage(c.L, -1));
       copy(target, values);
     }},
};

constexpr Overload kMethods[] = {
    {"size", "s:storage", [](Call& c) { c.push(double(c.storage(0).size())); }},
    {"elementSize", "s:storage",
     [](Call& c) { c.push(double(element_size(c.storage(0).dtype()))); }},
    {"resize", "s:storage, size:integer", [](Call& c) {
       c.storage(0).resize(c.integer(1));
       lua_pushvalue(c.L, c.slot(0));
       c.pushed(1);
     }},
    {"fill", "s:storage, value:number", [](Call& c) {
       Tensor t = as_tensor(c.storage(0));
       fill(t, c.number(1));
       lua_pushvalue(c.L, c.slot(0));
       c.pushed(1);
     }},
    {"copy", "s:storage, other:storage", [](Call& c) {
       if (c.storage(0).size() != c.storage(1).size()) {
         fail("sizes ", c.storage(0).size(), " and ", c.storage(1).size(), " do not match");
       }
       Tensor to = as_tensor(c.storage(0));
       copy(to, as_tensor(c.storage(1)));
       lua_pushvalue(c.L, c.slot(0));
       c.pushed(1);
     }},
    {"get", "s:storage, i:integer", [](Call& c) {
       Storage& s = c.storage(0);
       const int64_t i = c.integer(1);
       if (i < 1 || i > s.size()) fail("index ", i, " is out of range 1 to ", s.size());
       Tensor one(s.dtype(), s.device()), host(DType::Double, Shape{1});
       one.set(&s, i - 1, Shape{1});
       copy(host, one);
       c.push(*host.data<double>());
     }},
    {"put", "s:storage, i:integer, value:number", [](Call& c) {
       Storage& s = c.storage(0);
       const int64_t i = c.integer(1);
       if (i < 1 || i > s.size()) fail("index ", i, " is out of range 1 to ", s.size());
       Tensor one(s.dtype(), s.device());
       one.set(&s, i - 1, Shape{1});
       fill(one, c.number(2));
     }},
};

}  // namespace

std::span<const Overload> storage_constructors() { return kConstructors; }

void open_storage(lua_State* L) {
  lua_newtable(L);
  add_methods(L, "torch.Storage.", kMethods);
  lua_setfield(L, -2, "storage_methods");
}

}  // namespace tocha::lua
