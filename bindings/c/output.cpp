// SPDX-License-Identifier: BSD-3-Clause
// A sink becomes a C stream (fopencookie), and that stream a file of Lua's io library, so that
// every way to write goes through it: print, io.write, io.stdout:write, io.stdout:setvbuf, ...
#include "bindings/c/output.h"

#include <cerrno>
#include <lua.hpp>

namespace tocha {
namespace {

ssize_t write_to_sink(void* cookie, const char* text, size_t length) {
  try {
    (*static_cast<OutputSink*>(cookie))({text, length});
    return ssize_t(length);
  } catch (...) {  // must not pass through the C library
    errno = EIO;
    return 0;
  }
}

// print, for the stream in its upvalue: Lua's own writes to the process's stdout.
int print(lua_State* L) {
  auto* file = static_cast<std::FILE**>(lua_touserdata(L, lua_upvalueindex(1)));
  const int count = lua_gettop(L);
  lua_getglobal(L, "tostring");
  for (int i = 1; i <= count; ++i) {
    lua_pushvalue(L, count + 1);
    lua_pushvalue(L, i);
    lua_call(L, 1, 1);
    size_t length = 0;
    const char* text = lua_tolstring(L, -1, &length);
    if (!text) return luaL_error(L, "'tostring' must return a string to 'print'");
    if (*file) {
      if (i > 1) std::fputc('\t', *file);
      std::fwrite(text, 1, length, *file);
    }
    lua_pop(L, 1);
  }
  if (*file) std::fputc('\n', *file);
  return 0;
}

}  // namespace

std::FILE* redirect_output(lua_State* L, OutputSink& sink, bool errors) {
  // The public API makes no file objects; one that the io library opened gets another stream. Its
  // first field is the FILE*, as luaL_checkudata(L, 1, LUA_FILEHANDLE) has it in every Lua 5.1.
  lua_getglobal(L, "io");
  lua_getfield(L, -1, "open");
  lua_pushliteral(L, "/dev/null");
  lua_pushliteral(L, "w");
  lua_call(L, 2, 1);
  if (lua_isnil(L, -1)) luaL_error(L, "cannot open /dev/null for the output of scripts");
  auto* file = static_cast<std::FILE**>(lua_touserdata(L, -1));
  std::FILE* stream = fopencookie(&sink, "w", {nullptr, write_to_sink, nullptr, nullptr});
  if (!stream) luaL_error(L, "no memory for the output of scripts");
  std::setvbuf(stream, nullptr, errors ? _IONBF : _IOLBF, BUFSIZ);
  std::fclose(std::exchange(*file, stream));

  lua_pushvalue(L, -1);
  lua_setfield(L, -3, errors ? "stderr" : "stdout");
  if (!errors) {
    lua_getfield(L, -2, "output");
    lua_pushvalue(L, -2);
    lua_call(L, 1, 0);
    lua_pushcclosure(L, print, 1);
    lua_setglobal(L, "print");
  } else {
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return stream;
}

}  // namespace tocha
