// SPDX-License-Identifier: BSD-3-Clause
// A host that has another LuaJIT: each keeps to its own. They are told apart by what `#` of a table
// with __len gives, 0 by the rules of Lua 5.1 and 7 by those of 5.2.
#include <tocha/runtime.h>

#include <cstdio>
#include <lua.hpp>

namespace {

constexpr char kScript[] = "return #setmetatable({}, {__len = function() return 7 end})";

int length_in_host() {
  lua_State* L = luaL_newstate();
  luaL_openlibs(L);
  const int status = luaL_loadstring(L, kScript) || lua_pcall(L, 0, 1, 0);
  const int length = status ? -1 : int(lua_tointeger(L, -1));
  lua_close(L);
  return length;
}

int length_in_runtime(tocha::Runtime& runtime) {
  runtime.run_string(std::string("function length() ") + kScript + " end");
  return int(std::get<double>(runtime.call("length")[0]));
}

}  // namespace

int main() try {
  const int before = length_in_host();
  tocha::Runtime runtime;
  runtime.run_string("require 'nn' assert(nn.Linear(2, 3):forward(torch.ones(2)):size(1) == 3)");
  const int inside = length_in_runtime(runtime);
  const int after = length_in_host();
  std::printf("host %d, runtime %d, host %d\n", before, inside, after);
  return before == 0 && inside == 7 && after == 0 ? 0 : 1;
} catch (const tocha::Error& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
