// SPDX-License-Identifier: BSD-3-Clause
// Looking at objects as the engine has them: addresses, nested tables of elements, positions in the
// storage. For lua/torch only.
#include "bindings/lua/modules.h"
#include "core/tensor/iterate.h"
#include "core/tensor/views.h"

namespace tocha::lua {
namespace {

// The address of what a value stands for: two Lua objects over one storage give the same.
void pointer(Call& c) {
  const int slot = c.slot(0);
  const void* address = lua_topointer(c.L, slot);
  if (Storage* storage = to_storage(c.L, slot))
    address = storage;
  else if (Tensor* tensor = to_tensor(c.L, slot))
    address = tensor;
  else if (lua_type(c.L, slot) == LUA_TSTRING)
    address = lua_tostring(c.L, slot);
  if (!address) fail("a ", luaL_typename(c.L, slot), " has no address");
  c.push(double(uintptr_t(address)));
}

void push_rows(lua_State* L, const Tensor& t, int d, const double*& from) {
  luaL_checkstack(L, 3, nullptr);
  lua_createtable(L, int(t.size(d)), 0);
  for (int64_t i = 1; i <= t.size(d); ++i) {
    if (d + 1 < t.dim())
      push_rows(L, t, d + 1, from);
    else
      lua_pushnumber(L, *from++);
    lua_rawseti(L, -2, int(i));
  }
}

void totable(Call& c) {
  const Tensor values = contiguous(to(c.tensor(0), DType::Double, cpu_device()));
  const double* from = values.data<double>();
  if (values.empty())
    lua_newtable(c.L);
  else
    push_rows(c.L, values, 0, from);
  c.pushed(1);
}

// Where in its storage (from 1) each element of a tensor is, in order: a LongStorage.
void positions(Call& c) {
  const Tensor& t = c.tensor(0);
  StoragePtr list = StoragePtr::adopt(Storage::make(cpu_device(), DType::Long, t.numel()));
  auto* to = static_cast<int64_t*>(list->data());
  const int64_t size = element_size(t.dtype());
  const char* start = t.bytes();
  for_each_row(make_loop({&t}, true), 0, t.numel(),
               [&](char* const* p, const int64_t* s, int64_t n) {
                 const int64_t first = (p[0] - start) / size + t.offset() + 1;
                 for (int64_t i = 0; i < n; ++i) *to++ = first + i * (s[0] / size);
               });
  push_storage(c.L, c.state, std::move(list));
  c.pushed(1);
}

constexpr Overload kFunctions[] = {
    {"pointer", "object:any", pointer},
    {"positions", "a", positions},
};

constexpr Overload kMethods[] = {
    {"totable", "a", totable},
};

}  // namespace

void open_pointer(lua_State* L) {
  add_functions(L, "torch.", kFunctions);
  lua_getfield(L, -1, "methods");
  add_methods(L, "torch.", kMethods);
  lua_pop(L, 1);
}

}  // namespace tocha::lua
