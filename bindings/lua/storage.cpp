// SPDX-License-Identifier: BSD-3-Clause
// Storages for Lua: constructors and methods. Elements by s[i] are read and written in
// lua/torch/element.lua; the forms here serve where there is no FFI.
#include <cstring>

#include "bindings/lua/modules.h"
#include "core/ops/copy.h"
#include "core/tensor/mapped.h"
#include "core/tensor/views.h"

namespace tocha::lua {
namespace {

// The storage as a vector, so that the tensor operators serve it.
Tensor as_tensor(Storage& storage) {
  Tensor t(storage.dtype(), storage.device());
  t.set(&storage, 0, Shape{storage.size()});
  return t;
}

void push_made(Call& c, Storage* storage) {
  push_storage(c.L, c.state, StoragePtr::adopt(storage));
  c.pushed(1);
}

void push_fresh(Call& c, int64_t size) {
  push_made(c, Storage::make(*c.state.making_on, c.state.making, size));
}

void push_self(Call& c) {
  lua_pushvalue(c.L, c.slot(0));
  c.pushed(1);
}

void need_host(Call& c) {
  if (!c.state.making_on->host_accessible()) {
    fail("memory of the host cannot be a storage on ", *c.state.making_on);
  }
}

void from_table(Call& c) {
  const int n = int(lua_objlen(c.L, c.slot(0)));
  push_fresh(c, n);
  if (n == 0) return;
  Tensor values(DType::Double, Shape{n});
  for (int i = 0; i < n; ++i) {
    lua_rawgeti(c.L, c.slot(0), i + 1);
    if (!lua_isnumber(c.L, -1)) {
      fail("the table must hold numbers, element ", i + 1, " is a ", luaL_typename(c.L, -1));
    }
    values.data<double>()[i] = lua_tonumber(c.L, -1);
    lua_pop(c.L, 1);
  }
  Tensor target = as_tensor(*to_storage(c.L, -1));
  copy(target, values);
}

void view_of(Call& c) {
  Storage& other = c.storage(0);
  if (other.dtype() != c.state.making) {
    fail("types ", c.state.making, " and ", other.dtype(), " do not match");
  }
  const int64_t offset = c.index(1);
  push_made(c, Storage::view(other, offset, c.has(2) ? c.integer(2) : other.size() - offset));
}

void mapped(Call& c) {
  need_host(c);
  const Mapping mapping = !c.boolean(1)  ? Mapping::Private
                          : c.boolean(3) ? Mapping::SharedMemory
                                         : Mapping::Shared;
  push_made(c, map_file(c.state.making, std::string(c.string(0)), c.integer(2), mapping));
}

// Memory of the host program's, which must outlive the storage: (size, address).
void over_memory(Call& c) {
  need_host(c);
  const int64_t size = c.integer(0);
  if (size < 0) fail("a storage of ", size, " elements is not possible");
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address is a number in Lua
  void* data = reinterpret_cast<void*>(uintptr_t(c.number(1)));
  if (!data && size > 0) fail("the address of ", size, " elements is 0");
  push_made(c, Storage::wrap(*c.state.making_on, c.state.making, data, size, nullptr, nullptr));
}

constexpr Overload kConstructors[] = {
    {"new", "size:integer=0", [](Call& c) { push_fresh(c, c.integer(0)); }},
    {"new", "values:table", from_table},
    {"new", "other:storage, offset:index=1, [size:integer]", view_of},
    {"new", "file:string, [shared:bool,] size:integer=0, [sharedmemory:bool]", mapped},
    {"new", "size:integer, address:number", over_memory},
};

void copy_storage(Call& c) {
  if (c.storage(0).size() != c.storage(1).size()) {
    fail("sizes ", c.storage(0).size(), " and ", c.storage(1).size(), " do not match");
  }
  Tensor to = as_tensor(c.storage(0));
  copy(to, as_tensor(c.storage(1)));
  push_self(c);
}

void totable(Call& c) {
  const Tensor values = to(as_tensor(c.storage(0)), DType::Double, cpu_device());
  const int64_t n = values.numel();
  lua_createtable(c.L, int(n), 0);
  for (int64_t i = 0; i < n; ++i) {
    lua_pushnumber(c.L, values.data<double>()[i]);
    lua_rawseti(c.L, -2, int(i + 1));
  }
  c.pushed(1);
}

// The bytes of a Char or Byte storage as a string, and back.
void need_bytes(Storage& s) {
  if (element_size(s.dtype()) != 1 || !s.device().host_accessible()) {
    fail("a CharStorage or ByteStorage is needed, got a ", s.dtype(), "Storage");
  }
}

void set_string(Call& c) {
  Storage& s = c.storage(0);
  need_bytes(s);
  const std::string_view text = c.string(1);
  s.resize(int64_t(text.size()));
  if (!text.empty()) std::memcpy(s.data(), text.data(), text.size());
  push_self(c);
}

void get_string(Call& c) {
  need_bytes(c.storage(0));
  c.push(std::string_view(static_cast<char*>(c.storage(0).data()), size_t(c.storage(0).size())));
}

constexpr Overload kMethods[] = {
    {"size", "s:storage, ...", [](Call& c) { c.push(double(c.storage(0).size())); }},
    {"__len__", "s:storage", [](Call& c) { c.push(double(c.storage(0).size())); }},
    {"elementSize", "s:storage",
     [](Call& c) { c.push(double(element_size(c.storage(0).dtype()))); }},
    {"resize", "s:storage, size:integer, ...",
     [](Call& c) {
       c.storage(0).resize(c.integer(1));
       push_self(c);
     }},
    {"fill", "s:storage, value:number, ...",
     [](Call& c) {
       Tensor t = as_tensor(c.storage(0));
       fill(t, c.number(1));
       push_self(c);
     }},
    {"copy", "s:storage, other:storage, ...", copy_storage},
    {"totable", "s:storage", totable},
    {"string", "s:storage, text:string", set_string},
    {"string", "s:storage", get_string},
    {"retain", "s:storage", [](Call& c) { c.storage(0).pin(); }},
    {"free", "s:storage",
     [](Call& c) {
       if (!c.storage(0).unpin()) fail("the storage was not retained");
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
