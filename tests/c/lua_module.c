// SPDX-License-Identifier: BSD-3-Clause
// A C module for Lua as others write them: it takes Lua's functions from the program that loads it.
#include <lauxlib.h>
#include <lua.h>

static int length(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_pushinteger(L, (lua_Integer)lua_objlen(L, 1));
  return 1;
}

int luaopen_test_lua_module(lua_State* L);
int luaopen_test_lua_module(lua_State* L) {
  lua_newtable(L);
  lua_pushcfunction(L, length);
  lua_setfield(L, -2, "length");
  return 1;
}
