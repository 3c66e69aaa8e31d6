// SPDX-License-Identifier: BSD-3-Clause
// t[k] and t[k] = v for tensors and storages, in all forms: positions, {first, last} ranges, {} for
// all, LongStorages, masks, LongTensors of positions. lua/torch/element.lua serves the commonest
// form (an element of a vector in host memory) by itself where the JIT compiles it and comes here
// for the others.
//
// Not declared as overloads: an error here names the tensor's type and the key as it was written.
#include <cmath>
#include <vector>

#include "bindings/lua/modules.h"
#include "core/ops/copy.h"
#include "core/ops/masked.h"
#include "core/ops/pick.h"
#include "core/tensor/views.h"

namespace tocha::lua {
namespace {

// --- single elements ---

// Element `offset` of the storage, which lies in it.
double read(Storage& storage, int64_t offset) {
  if (storage.device().host_accessible()) {
    return visit(storage.dtype(), [&](auto zero) {
      return convert<double>(static_cast<decltype(zero)*>(storage.data())[offset]);
    });
  }
  Tensor one(storage.dtype(), storage.device()), host(DType::Double, Shape{1});
  one.set(&storage, offset, Shape{1});
  copy(host, one);
  return *host.data<double>();
}

void write(Storage& storage, int64_t offset, double value) {
  if (storage.device().host_accessible()) {
    visit(storage.dtype(), [&](auto zero) {
      using T = decltype(zero);
      static_cast<T*>(storage.data())[offset] = convert<T>(value);
    });
    return;
  }
  Tensor one(storage.dtype(), storage.device());
  one.set(&storage, offset, Shape{1});
  fill(one, value);
}

// A position as the user gave it (from 1, or from -1 backwards) as 0 ... size-1; the number `d` of
// the dimension is for the message, 0 for a storage.
int64_t place(double number, int64_t size, int d) {
  int64_t at = -1;
  if (std::abs(number) < 9e15) {
    at = int64_t(number);
    at = at > 0 ? at - 1 : at < 0 && d > 0 ? at + size : -1;
  }
  if (at < 0 || at >= size) {
    fail("index ", number, " is out of range 1 to ", size,
         d > 0 ? concat(" in dimension ", d) : std::string());
  }
  return at;
}

// --- parts of a tensor ---

// What a key means: a part of the tensor, or one element of it, or what lists choose from a part.
struct Part {
  Tensor view;
  bool single = false;  // the view has one element, which stands for itself
  std::vector<Pick> picks = {};
};

bool chooses(const Tensor& t) { return t.dtype() == DType::Long || t.dtype() == DType::Byte; }

// One dimension cut to [first, last], as t[{{first, last}}] has it; {} is all, {k} is {k, k}.
Tensor cut(lua_State* L, int table, const Tensor& t, int d, int named) {
  const int n = int(lua_objlen(L, table));
  if (n > 2) fail("a range is {first, last}, got ", n, " numbers");
  if (n == 0) return t;
  int64_t bounds[2];
  for (int k = 0; k < 2; ++k) {
    lua_rawgeti(L, table, std::min(k + 1, n));
    if (!lua_isnumber(L, -1)) {  // '2' counts as 2, as for Lua's own functions
      fail("a range is {first, last}, got a ", luaL_typename(L, -1), " in it");
    }
    bounds[k] = place(lua_tonumber(L, -1), t.size(d), named);
    lua_pop(L, 1);
  }
  if (bounds[1] < bounds[0]) {
    fail("the range {", bounds[0] + 1, ", ", bounds[1] + 1, "} in dimension ", named,
         " ends before it begins");
  }
  return narrow(t, d, bounds[0], bounds[1] - bounds[0] + 1);
}

Part take(lua_State* L, int table, const Tensor& t) {
  const int n = int(lua_objlen(L, table));
  if (n > t.dim()) fail(n, " indices are too many for ", t);
  Part part{t};
  int d = 0;  // the dimension of the view that the next index is for
  for (int k = 1; k <= n; ++k) {
    lua_rawgeti(L, table, k);
    const Tensor* list = to_tensor(L, -1);
    if (d >= part.view.dim()) fail("there are more indices than dimensions in ", t);
    if (lua_isnumber(L, -1)) {
      const int64_t at = place(lua_tonumber(L, -1), part.view.size(d), k);
      part.single = part.view.dim() == 1;
      part.view = part.single ? narrow(part.view, 0, at, 1) : select(part.view, d, at);
    } else if (lua_istable(L, -1)) {
      part.view = cut(L, lua_gettop(L), part.view, d, k);
      ++d;
    } else if (list && chooses(*list)) {
      part.picks.push_back({d, *list, k});
      d += list->dtype() == DType::Byte ? std::max(list->dim(), 1) : 1;
    } else {
      fail("an index is a number, a range {first, last}, a LongTensor or a ByteTensor, got ",
           list ? concat(*list) : luaL_typename(L, -1));
    }
    lua_pop(L, 1);
  }
  return part;
}

Part element_at(const Storage& at, const Tensor& t) {
  if (at.dtype() != DType::Long || at.size() != t.dim()) {
    fail("a LongStorage of ", t.dim(), " positions is needed, got a ", at.dtype(), "Storage of ",
         at.size());
  }
  Part part{t, true};
  for (int d = 0; d < t.dim(); ++d) {
    const int64_t i = static_cast<const int64_t*>(at.data())[d];
    part.view = narrow(part.view, d, place(double(i), t.size(d), d + 1), 1);
  }
  return part;
}

Part part_of(lua_State* L, const Tensor& t, int key) {
  if (t.empty()) fail("the tensor is empty");
  if (lua_istable(L, key)) return take(L, key, t);
  if (const Storage* at = to_storage(L, key)) return element_at(*at, t);
  const Tensor* list = to_tensor(L, key);
  if (list && chooses(*list)) return {t, false, {{0, *list, 1}}};
  if (lua_type(L, key) != LUA_TNUMBER) {
    fail("an index is a number, a table, a LongStorage, a LongTensor or a ByteTensor, got ",
         list ? concat(list->dtype(), "Tensor") : luaL_typename(L, key));
  }
  const int64_t at = place(lua_tonumber(L, key), t.size(0), 1);
  return t.dim() == 1 ? Part{narrow(t, 0, at, 1), true} : Part{select(t, 0, at)};
}

// A mask for the elements of `t`, as in Torch7; others choose along the first dimensions.
const Tensor* mask_at(lua_State* L, int key, const Tensor& t) {
  const Tensor* mask = to_tensor(L, key);
  return mask && mask->dtype() == DType::Byte && mask->numel() == t.numel() ? mask : nullptr;
}

// --- Lua functions ---

int get(lua_State* L) {
  switch (lua_type(L, 2)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
    case LUA_TTABLE:
    case LUA_TUSERDATA:
      break;
    default:  // as a field that is not there
      lua_pushnil(L);
      return 1;
  }
  if (Storage* storage = to_storage(L, 1)) {
    lua_pushnumber(L, read(*storage, place(lua_tonumber(L, 2), storage->size(), 0)));
    return 1;
  }
  Tensor* t = to_tensor(L, 1);
  if (!t) fail("a tensor or storage is needed, got ", luaL_typename(L, 1));
  if (t->dim() == 1 && lua_type(L, 2) == LUA_TNUMBER) {
    const int64_t at = place(lua_tonumber(L, 2), t->size(0), 1);
    lua_pushnumber(L, read(*t->storage(), t->offset() + at * t->stride(0)));
    return 1;
  }
  if (const Tensor* mask = mask_at(L, 2, *t)) {
    Tensor chosen(t->dtype(), t->device());
    masked_select(chosen, *t, *mask);
    push_tensor(L, state_of(L), std::move(chosen));
    return 1;
  }
  Part part = part_of(L, *t, 2);
  if (part.single) {
    lua_pushnumber(L, read(*part.view.storage(), part.view.offset()));
  } else if (!part.picks.empty()) {
    push_tensor(L, state_of(L), pick(part.view, part.picks));
  } else {
    push_tensor(L, state_of(L), std::move(part.view));
  }
  return 1;
}

int put(lua_State* L) {
  const bool number = lua_isnumber(L, 3);
  if (Storage* storage = to_storage(L, 1)) {
    if (!number) fail("a number is needed as the value, got ", luaL_typename(L, 3));
    if (!lua_isnumber(L, 2)) fail("an index is a number, got ", luaL_typename(L, 2));
    write(*storage, place(lua_tonumber(L, 2), storage->size(), 0), lua_tonumber(L, 3));
    return 0;
  }
  Tensor* t = to_tensor(L, 1);
  if (!t) fail("a tensor or storage is needed, got ", luaL_typename(L, 1));
  const Tensor* source = number ? nullptr : to_tensor(L, 3);
  if (!number && !source) {
    fail("a number or a tensor is needed as the value, got ", luaL_typename(L, 3));
  }
  if (const Tensor* mask = mask_at(L, 2, *t)) {
    if (source)
      masked_copy(*t, *mask, *source);
    else
      masked_fill(*t, *mask, lua_tonumber(L, 3));
    return 0;
  }
  Part part = part_of(L, *t, 2);
  if (!part.picks.empty()) {
    source ? tocha::put(part.view, part.picks, *source)
           : tocha::put(part.view, part.picks, lua_tonumber(L, 3));
  } else if (source) {
    copy(part.view, *source);
  } else if (part.single) {
    write(*part.view.storage(), part.view.offset(), lua_tonumber(L, 3));
  } else {
    fill(part.view, lua_tonumber(L, 3));
  }
  return 0;
}

// The key as the user may have written it: 5, {2,{1,3}}, LongStorage{1,2}, ByteTensor 3x4.
void describe_key(lua_State* L, int key, std::string& text, int depth = 0) {
  if (lua_type(L, key) == LUA_TNUMBER) return append(text, lua_tonumber(L, key));
  if (const Tensor* t = to_tensor(L, key)) return append(text, *t);
  if (const Storage* s = to_storage(L, key)) return append(text, concat(s->dtype(), "Storage"));
  if (!lua_istable(L, key) || depth > 2) return append(text, luaL_typename(L, key));
  text += '{';
  const int n = int(lua_objlen(L, key));
  for (int i = 1; i <= n && i <= 20; ++i) {
    if (i > 1) text += ',';
    lua_rawgeti(L, key, i);
    describe_key(L, lua_gettop(L), text, depth + 1);
    lua_pop(L, 1);
  }
  text += '}';
}

void push_element_error(lua_State* L, const std::exception& error) {
  lua_settop(L, 3);
  std::string where = "torch.Tensor";
  if (luaL_getmetafield(L, 1, "__typename")) where = lua_tostring(L, -1);
  where += '[';
  describe_key(L, 2, where);
  where += ']';
  detail::push_error(L, where.c_str(), error);
}

template <int (*kBody)(lua_State*)>
int guarded_element(lua_State* L) {
  try {
    return kBody(L);
  } catch (const std::exception& error) {
    push_element_error(L, error);
  }
  return lua_error(L);
}

// __index where there is no JIT: upvalue 1 is the class.
int index(lua_State* L) {
  const int type = lua_type(L, 2);
  if (type == LUA_TNUMBER || type == LUA_TTABLE || type == LUA_TUSERDATA) {
    return guarded_element<get>(L);
  }
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  lua_gettable(L, lua_upvalueindex(1));
  if (type == LUA_TSTRING && lua_isnil(L, -1) && lua_isnumber(L, 2)) {  // t['1'] is t[1]
    lua_pushnumber(L, lua_tonumber(L, 2));
    lua_replace(L, 2);
    lua_settop(L, 2);
    return guarded_element<get>(L);
  }
  return 1;
}

int make_index(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_pushcclosure(L, index, 1);
  return 1;
}

}  // namespace

void open_elements(lua_State* L) {
  const luaL_Reg functions[] = {{"get", guarded_element<get>},
                                {"put", guarded_element<put>},
                                {"index", make_index},
                                {nullptr, nullptr}};
  for (const luaL_Reg* f = functions; f->name; ++f) {
    lua_pushcfunction(L, f->func);
    lua_setfield(L, -2, f->name);
  }
}

}  // namespace tocha::lua
