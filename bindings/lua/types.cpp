// SPDX-License-Identifier: BSD-3-Clause
// Tensor types for Lua: their registration, constructors (`torch.FloatTensor(...)`, `t.new(...)`)
// and `set`.
#include "bindings/lua/entry.h"
#include "bindings/lua/modules.h"
#include "core/tensor/views.h"

namespace tocha::lua {
namespace {

Tensor fresh(Call& c) { return Tensor(c.state.making, *c.state.making_on); }

// A tensor can view only what fits its Lua type.
void check_kind(const Tensor& t, DType dtype, const Device& device) {
  if (t.dtype() != dtype || std::string_view(t.device().type_prefix()) != device.type_prefix()) {
    fail("types ", t.device().type_prefix(), t.dtype(), " and ", device.type_prefix(), dtype,
         " do not match");
  }
}

// Sizes and strides as they follow a storage: lists, or numbers "size1, stride1, size2, ...".
void read_layout(Call& c, int sizes_at, int strides_at, Shape& sizes, Shape& strides) {
  sizes = c.sizes(sizes_at);
  if (c.has(strides_at)) {
    strides = c.sizes(strides_at);
  } else if (lua_type(c.L, c.slot(sizes_at)) == LUA_TNUMBER) {
    Shape pairs = sizes;
    sizes = Shape{};
    for (int i = 0; i < pairs.size(); i += 2) {
      sizes.push_back(pairs[i]);
      strides.push_back(i + 1 < pairs.size() ? pairs[i + 1] : -1);
    }
  }
}

// `t` becomes a view of the storage: (offset, sizes, strides) from argument `at` on.
void set_storage(Call& c, Tensor& t, int storage_at) {
  Storage& storage = c.storage(storage_at);
  check_kind(t, storage.dtype(), storage.device());
  const int at = storage_at + 1;
  const int64_t offset = c.index(at);
  if (c.has(at + 1)) {
    Shape sizes, strides;
    read_layout(c, at + 1, at + 2, sizes, strides);
    t.set(&storage, offset, sizes, strides);
  } else {
    const int64_t rest = storage.size() - offset;
    t.set(&storage, offset, Shape{rest > 0 ? rest : 0});
  }
}

// (sizes, [strides]) from argument `at` on: new memory. A LongStorage alone is what a LongTensor
// views, as in Torch7, and not sizes.
void set_sizes(Call& c, Tensor& t, int at) {
  Storage* list = to_storage(c.L, c.slot(at));
  if (list && t.dtype() == DType::Long && !c.has(at + 1)) {
    check_kind(t, list->dtype(), list->device());
    t.set(list, 0, Shape{list->size()});
  } else {
    t.set(nullptr, 0, c.sizes(at), c.has(at + 1) ? c.sizes(at + 1) : Shape{});
  }
}

// The shape of a nested table, from its first elements.
Shape table_shape(lua_State* L, int index) {
  Shape shape;
  lua_pushvalue(L, index);
  while (lua_istable(L, -1)) {
    const int64_t n = int64_t(lua_objlen(L, -1));
    if (n == 0) {
      lua_pop(L, 1);
      return Shape{};
    }
    shape.push_back(n);
    luaL_checkstack(L, 2, nullptr);
    lua_rawgeti(L, -1, 1);
    lua_remove(L, -2);
  }
  lua_pop(L, 1);
  return shape;
}

void read_table(lua_State* L, const Shape& shape, int d, double*& to) {
  if (!lua_istable(L, -1) || int64_t(lua_objlen(L, -1)) != shape[d]) {
    fail("the nested table is not rectangular: ", shape[d], " elements expected at depth ", d + 1,
         ", got ", lua_istable(L, -1) ? concat(lua_objlen(L, -1)) : luaL_typename(L, -1));
  }
  for (int64_t i = 1; i <= shape[d]; ++i) {
    lua_rawgeti(L, -1, int(i));
    if (d + 1 < shape.size()) {
      read_table(L, shape, d + 1, to);
    } else if (lua_isnumber(L, -1)) {
      *to++ = lua_tonumber(L, -1);
    } else {
      fail("the table must hold numbers, got ", luaL_typename(L, -1), " at depth ", d + 1);
    }
    lua_pop(L, 1);
  }
}

void from_table(Call& c) {
  const Shape shape = table_shape(c.L, c.slot(0));
  Tensor values(DType::Double);
  values.resize(shape);
  if (!values.empty()) {
    double* to = values.data<double>();
    lua_pushvalue(c.L, c.slot(0));
    read_table(c.L, shape, 0, to);
    lua_pop(c.L, 1);
  }
  c.push(tocha::to(values, c.state.making, *c.state.making_on));
}

constexpr Overload kConstructors[] = {
    {"new", "", [](Call& c) { c.push(fresh(c)); }},
    {"new", "values:table", from_table},
    {"new", "other:tensor",
     [](Call& c) {
       check_kind(fresh(c), c.tensor(0).dtype(), c.tensor(0).device());
       c.push(Tensor(c.tensor(0)));
     }},
    {"new", "sizes:sizes, [strides:storage]",
     [](Call& c) {
       Tensor t = fresh(c);
       set_sizes(c, t, 0);
       c.push(std::move(t));
     }},
    {"new", "storage:storage, offset:index=1, [sizes:sizes,] [strides:storage]",
     [](Call& c) {
       Tensor t = fresh(c);
       set_storage(c, t, 0);
       c.push(std::move(t));
     }},
};

constexpr Overload kSet[] = {
    {"set", "self", [](Call& c) { c.tensor(0).set(nullptr, 0, {}); }},
    {"set", "self, other:tensor, ...", [](Call& c) { become(c.tensor(0), c.tensor(1)); }},
    {"set", "self, sizes:sizes, [strides:storage]", [](Call& c) { set_sizes(c, c.tensor(0), 1); }},
    {"set", "self, storage:storage, offset:index=1, [sizes:sizes,] [strides:storage,] ...",
     [](Call& c) { set_storage(c, c.tensor(0), 1); }},
    {"storage", "a, ...",
     [](Call& c) {
       Storage* storage = c.tensor(0).storage();
       storage ? push_storage(c.L, c.state, StoragePtr(storage)) : lua_pushnil(c.L);
       c.pushed(1);
     }},
};

// A constructor's upvalues: the entry, the element type, the device kind.
int construct(lua_State* L) {
  auto* entry = static_cast<Entry*>(lua_touserdata(L, lua_upvalueindex(1)));
  State& state = *entry->state;
  return guarded(L, lua_tostring(L, lua_upvalueindex(4)), [&] {
    DeviceTypes& types = types_of(state, lua_tostring(L, lua_upvalueindex(3)));
    state.making = DType(lua_tointeger(L, lua_upvalueindex(2)));
    state.making_on = &types.current();
    return entry->call(L, false);
  });
}

// tensor_type(metatable, name, dtype, prefix), storage_type(...): registers the Lua type of tensors
// or storages of that kind and gives it the constructor `new`. Upvalues: the constructors' entry,
// whether storages are meant.
int register_type(lua_State* L) {
  const bool storage = lua_toboolean(L, lua_upvalueindex(2));
  const auto dtype = int(luaL_checkinteger(L, 3));
  DeviceTypes& types = types_of(state_of(L), luaL_checkstring(L, 4));
  lua_pushcfunction(L, storage ? collect_storage : collect_tensor);
  lua_setfield(L, 1, "__gc");
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushinteger(L, dtype);
  lua_pushvalue(L, 4);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, construct, 4);
  lua_setfield(L, 1, "new");
  lua_pushvalue(L, 1);
  (storage ? types.storage : types.tensor)[dtype] = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

void add_registration(lua_State* L, const char* name, bool storage,
                      std::span<const Overload> constructors) {
  State& state = state_of(L);
  auto& entry = state.entries.emplace_back(new Entry);
  entry->state = &state;
  entry->overloads = constructors;
  lua_pushlightuserdata(L, entry.get());
  lua_pushboolean(L, storage);
  lua_pushcclosure(L, register_type, 2);
  lua_setfield(L, -2, name);
}

// default_type(dtype, prefix): results that follow no argument's type are of this one.
int default_type(lua_State* L) {
  State& state = state_of(L);
  state.default_dtype = DType(luaL_checkinteger(L, 1));
  state.default_device = types_of(state, luaL_checkstring(L, 2)).current;
  return 0;
}

}  // namespace

void become(Tensor& t, const Tensor& other) {
  check_kind(t, other.dtype(), other.device());
  t = other;
}

void open_types(lua_State* L) {
  add_registration(L, "tensor_type", false, kConstructors);
  add_registration(L, "storage_type", true, storage_constructors());
  lua_pushcfunction(L, default_type);
  lua_setfield(L, -2, "default_type");
  lua_getfield(L, -1, "methods");
  add_methods(L, "torch.", kSet);
  lua_pop(L, 1);
}

}  // namespace tocha::lua
