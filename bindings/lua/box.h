// SPDX-License-Identifier: BSD-3-Clause
// Engine objects other than tensors and storages in userdata: random generators and files. As in
// state.h a userdata is known as ours by a mark made from its own address.
#pragma once

#include <memory>

#include <lua.hpp>

namespace tocha {
class File;
class Generator;
}  // namespace tocha

namespace tocha::lua {

template <class T>
struct Box {
  std::shared_ptr<T> object;
  uintptr_t mark;
};
template <class T>
inline constexpr uintptr_t kBoxMark = 0;
template <>
inline constexpr uintptr_t kBoxMark<Generator> = 0x5EED6E0E02ull;
template <>
inline constexpr uintptr_t kBoxMark<File> = 0x5EEDF11E01ull;

/// The object at a stack index, or null when something else is there.
template <class T>
T* unbox(lua_State* L, int index) {
  auto* box = static_cast<Box<T>*>(lua_touserdata(L, index));
  if (!box || lua_objlen(L, index) != sizeof(Box<T>)) return nullptr;
  return box->mark == (uintptr_t(box) ^ kBoxMark<T>) ? box->object.get() : nullptr;
}

/// Pushes a new userdata for the object; `metatable` is a registry reference.
template <class T>
void push_box(lua_State* L, std::shared_ptr<T> object, int metatable) {
  luaL_checkstack(L, 3, nullptr);
  auto* box = new (lua_newuserdata(L, sizeof(Box<T>))) Box<T>{std::move(object), 0};
  box->mark = uintptr_t(box) ^ kBoxMark<T>;
  lua_rawgeti(L, LUA_REGISTRYINDEX, metatable);
  lua_setmetatable(L, -2);
}

/// __gc of such userdata.
template <class T>
int collect_box(lua_State* L) {
  if (unbox<T>(L, 1)) {
    auto* box = static_cast<Box<T>*>(lua_touserdata(L, 1));
    box->mark = 0;
    box->~Box<T>();
  }
  return 0;
}

}  // namespace tocha::lua
