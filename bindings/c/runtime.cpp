// SPDX-License-Identifier: BSD-3-Clause
// Everything that touches the Lua state happens under a protected call: an error outside of one
// would make LuaJIT end the process. C++ objects with destructors stay outside of those calls.
#include "bindings/c/runtime.h"

#include <lua.hpp>

#include "bindings/c/folders.h"
#include "bindings/c/output.h"
#include "bindings/lua/state.h"
#include "core/base/out_of_memory.h"

extern "C" int luaopen_tocha(lua_State* L);

namespace tocha {
namespace {

const char kExit = 0;       // its address is what os.exit raises
const char kTraceback = 0;  // ... is where the message handler leaves the traceback

// The message handler: leaves a string (or the exit mark), and the traceback in the registry.
int add_traceback(lua_State* L) {
  if (lua_touserdata(L, 1) == &kExit) return 1;
  lua_settop(L, 1);
  if (!lua_isstring(L, 1)) {
    if (luaL_callmeta(L, 1, "__tostring") && lua_isstring(L, -1)) {
      lua_replace(L, 1);
    } else {
      lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
      lua_replace(L, 1);
    }
  }
  lua_settop(L, 1);
  lua_pushlightuserdata(L, const_cast<char*>(&kTraceback));
  luaL_traceback(L, L, nullptr, 1);
  lua_rawset(L, LUA_REGISTRYINDEX);
  return 1;
}

// Calls a function on an object, given as two light userdata (see Runtime::Impl::prepare).
int run_prepare(lua_State* L) {
  void* call = lua_touserdata(L, 1);
  auto push = reinterpret_cast<void (*)(lua_State*, void*)>(lua_touserdata(L, 2));
  lua_settop(L, 0);
  push(L, call);
  return lua_gettop(L);
}

void push_value(lua_State* L, const Value& value) {
  if (auto* b = std::get_if<bool>(&value))
    lua_pushboolean(L, *b);
  else if (auto* number = std::get_if<double>(&value))
    lua_pushnumber(L, *number);
  else if (auto* text = std::get_if<std::string>(&value))
    lua_pushlstring(L, text->data(), text->size());
  else if (auto* tensor = std::get_if<Tensor>(&value))
    lua::push_tensor(L, lua::state_of(L), *tensor);
  else
    lua_pushnil(L);
}

Value to_value(lua_State* L, int index, const std::string& function, int result) {
  switch (lua_type(L, index)) {
    case LUA_TNIL:
      return {};
    case LUA_TBOOLEAN:
      return bool(lua_toboolean(L, index));
    case LUA_TNUMBER:
      return double(lua_tonumber(L, index));
    case LUA_TSTRING: {
      size_t length = 0;
      const char* text = lua_tolstring(L, index, &length);
      return std::string(text, length);
    }
    case LUA_TUSERDATA:
      if (Tensor* tensor = lua::to_tensor(L, index)) return *tensor;
      break;
  }
  fail(function, ": result ", result, " is a ", luaL_typename(L, index),
       ", expected nil, boolean, number, string or tensor");
}

// Gives Lua's stack back, also where an exception passes.
struct Restore {
  lua_State* L;
  int top;
  ~Restore() { lua_settop(L, top); }
};

}  // namespace

ScriptError::ScriptError(ErrorKind kind, std::string message, std::string traceback)
    : Error(kind, traceback.empty() ? message : message + "\n" + traceback),
      message_(std::move(message)),
      traceback_(std::move(traceback)) {}
ScriptError::~ScriptError() = default;

ScriptExit::ScriptExit(int status)
    : Error(ErrorKind::Caller, concat("os.exit: the script ended with status ", status)),
      status_(status) {}
ScriptExit::~ScriptExit() = default;

struct Runtime::Impl {
  RuntimeOptions options;
  Folders folders;
  lua_State* L = nullptr;
  std::FILE* streams[2] = {};
  int exit_status = 0;
  // Made once: no call allocates. Lua's `require` may be hidden by a script's global variable.
  int traceback_function = LUA_NOREF, prepare_function = LUA_NOREF, require_function = LUA_NOREF;

  ~Impl() {
    if (L) lua_close(L);
  }

  static int exit(lua_State* L) {
    auto* impl = static_cast<Impl*>(lua_touserdata(L, lua_upvalueindex(1)));
    impl->exit_status = lua_isboolean(L, 1) ? !lua_toboolean(L, 1) : int(luaL_optinteger(L, 1, 0));
    lua_pushlightuserdata(L, const_cast<char*>(&kExit));
    return lua_error(L);
  }

  // package.path: the current directory first, where it takes part at all; Lua's own path begins with
  // it too. LuaJIT's own modules (jit.*) lie beside the library.
  void set_paths() {
    const char* lua = folders.lua.c_str();
    const char* library = folders.library.c_str();
    lua_getglobal(L, "package");
    lua_pushfstring(L, "%s/?.lua;%s/?/init.lua;%s/tocha/?.lua", lua, lua, library);
    if (options.command_line) {
      lua_getfield(L, -2, "path");
      const std::string_view own = lua_tostring(L, -1), here = "./?.lua;";
      lua_pushfstring(L, "./?.lua;./?/init.lua;%s;%s", lua_tostring(L, -2),
                      own.data() + (own.starts_with(here) ? here.size() : 0));
    }
    lua_setfield(L, 1, "path");
    lua_settop(L, 1);
    lua_pushfstring(L, "%s/lua/5.1/?.so;%s/?.so", library, library);
    if (options.command_line) {
      lua_pushliteral(L, ";");
      lua_getfield(L, 1, "cpath");
      lua_concat(L, 3);
    }
    lua_setfield(L, 1, "cpath");
    lua_getfield(L, 1, "preload");
    lua_pushcfunction(L, luaopen_tocha);
    lua_setfield(L, -2, "tocha");
  }

  static int open(lua_State* L) {
    auto* impl = static_cast<Impl*>(lua_touserdata(L, 1));
    if (!impl->options.command_line) {
      lua_pushboolean(L, true);
      lua_setfield(L, LUA_REGISTRYINDEX, "LUA_NOENV");
    }
    lua_gc(L, LUA_GCSTOP, 0);
    luaL_openlibs(L);
    lua_gc(L, LUA_GCRESTART, -1);
    lua_settop(L, 0);
    impl->set_paths();
    if (!impl->options.command_line) {
      lua_getglobal(L, "os");
      lua_pushlightuserdata(L, impl);
      lua_pushcclosure(L, exit, 1);
      lua_setfield(L, -2, "exit");
    }
    lua_pushcfunction(L, add_traceback);
    impl->traceback_function = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushcfunction(L, run_prepare);
    impl->prepare_function = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_getglobal(L, "require");
    impl->require_function = luaL_ref(L, LUA_REGISTRYINDEX);
    if (impl->options.output) impl->streams[0] = redirect_output(L, impl->options.output, false);
    if (impl->options.errors) impl->streams[1] = redirect_output(L, impl->options.errors, true);
    return 0;
  }

  // What lua_pcall left on the stack for a status that is not 0.
  [[noreturn]] void fail_with(int status, bool traced) {
    const Restore restore{L, lua_gettop(L) - 1};
    if (lua_touserdata(L, -1) == &kExit) throw ScriptExit(exit_status);
    size_t length = 0;
    // A number as text would need memory from Lua, and an error here would end the process.
    const char* text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : nullptr;
    std::string message = text ? std::string(text, length) : "error without a message";
    const bool environment = status == LUA_ERRMEM || lua::is_environment_error(L, message);
    std::string traceback;
    if (traced && status == LUA_ERRRUN) {
      lua_pushlightuserdata(L, const_cast<char*>(&kTraceback));
      lua_rawget(L, LUA_REGISTRYINDEX);
      if (lua_isstring(L, -1)) traceback = lua_tostring(L, -1);
    }
    throw ScriptError(environment ? ErrorKind::Environment : ErrorKind::Caller, std::move(message),
                      std::move(traceback));
  }

  // Runs `prepare`, which leaves a function and its arguments on the stack; returns how many
  // arguments. Its errors have no traceback: the script does not run yet.
  template <class Call>
  int prepare(Call& call) {
    const int base = lua_gettop(L);
    void (*push)(lua_State*, void*) = [](lua_State* L, void* c) { static_cast<Call*>(c)->push(L); };
    lua_rawgeti(L, LUA_REGISTRYINDEX, prepare_function);
    lua_pushlightuserdata(L, &call);
    lua_pushlightuserdata(L, reinterpret_cast<void*>(push));
    if (const int status = lua_pcall(L, 2, LUA_MULTRET, 0)) fail_with(status, false);
    return lua_gettop(L) - base - 1;
  }

  void call(int arguments, int results) {
    const int base = lua_gettop(L) - arguments;
    lua_rawgeti(L, LUA_REGISTRYINDEX, traceback_function);
    lua_insert(L, base);
    const int status = lua_pcall(L, arguments, results, base);
    lua_remove(L, base);
    for (std::FILE* stream : streams) {
      if (stream) std::fflush(stream);
    }
    if (status != 0) fail_with(status, true);
  }
};

Runtime::Runtime(RuntimeOptions options) {
  with_memory_errors([&] {
    impl_.reset(new Impl{std::move(options), {}});
    impl_->folders = find_folders(impl_->options.lua_folder);
    impl_->L = luaL_newstate();
    if (!impl_->L) fail_environment("tocha::Runtime: no memory for a Lua state");
    if (const int status = lua_cpcall(impl_->L, Impl::open, impl_.get()))
      impl_->fail_with(status, false);
  });
}

Runtime::~Runtime() = default;

lua_State* Runtime::lua() { return impl_->L; }

void Runtime::call_stack(int arguments, int results) { impl_->call(arguments, results); }

namespace {

struct FileCall {
  const std::string& name;
  std::span<const std::string> arguments;

  void push(lua_State* L) const {
    luaL_checkstack(L, int(arguments.size()) + 4, "too many arguments");
    lua_createtable(L, int(arguments.size()), 1);
    lua_pushlstring(L, name.data(), name.size());
    lua_rawseti(L, -2, 0);
    int n = 0;
    for (const std::string& argument : arguments) {
      lua_pushlstring(L, argument.data(), argument.size());
      lua_rawseti(L, -2, ++n);
    }
    lua_setglobal(L, "arg");
    if (luaL_loadfile(L, name.c_str()) != 0) lua_error(L);
    for (const std::string& argument : arguments) {
      lua_pushlstring(L, argument.data(), argument.size());
    }
  }
};

struct CodeCall {
  std::string_view code;
  const std::string& chunk_name;

  void push(lua_State* L) const {
    lua_pushfstring(L, "=%s", chunk_name.c_str());
    if (luaL_loadbuffer(L, code.data(), code.size(), lua_tostring(L, -1)) != 0) {
      lua_error(L);
    }
    lua_remove(L, 1);
  }
};

struct NamedCall {
  const std::string& name;
  std::span<const Value> arguments;
  int require_function;

  // Leaves the function that a dotted name leads to, and the arguments.
  void push(lua_State* L) const {
    luaL_checkstack(L, int(arguments.size()) + 4, "too many arguments");
    for (const Value& value : arguments) {
      if (!std::holds_alternative<Tensor>(value)) continue;
      lua_rawgeti(L, LUA_REGISTRYINDEX, require_function);  // tensors need their Lua types
      lua_pushliteral(L, "torch");
      lua_call(L, 1, 0);
      break;
    }
    lua_pushvalue(L, LUA_GLOBALSINDEX);
    for (size_t at = 0; at <= name.size();) {
      const size_t end = std::min(name.find('.', at), name.size());
      if (!lua_istable(L, -1)) luaL_error(L, "%s: no such function", name.c_str());
      lua_pushlstring(L, name.data() + at, end - at);
      lua_gettable(L, -2);
      lua_remove(L, -2);
      at = end + 1;
    }
    if (lua_isnil(L, -1)) luaL_error(L, "%s: no such function", name.c_str());
    for (const Value& value : arguments) {
      lua::guarded(L, name.c_str(), [&] { return push_value(L, value), 1; });
    }
  }
};

}  // namespace

void Runtime::run_file(const std::string& name, std::span<const std::string> arguments) {
  FileCall call{name, arguments};
  with_memory_errors([&] { impl_->call(impl_->prepare(call), 0); });
}

void Runtime::run_string(std::string_view code, const std::string& chunk_name) {
  CodeCall call{code, chunk_name};
  with_memory_errors([&] { impl_->call(impl_->prepare(call), 0); });
}

std::vector<Value> Runtime::call(const std::string& name, std::span<const Value> arguments) {
  NamedCall call{name, arguments, impl_->require_function};
  return with_memory_errors([&] {
    const int base = lua_gettop(impl_->L);
    const Restore restore{impl_->L, base};
    impl_->call(impl_->prepare(call), LUA_MULTRET);
    std::vector<Value> results;
    for (int i = base + 1; i <= lua_gettop(impl_->L); ++i) {
      results.push_back(to_value(impl_->L, i, name, i - base));
    }
    return results;
  });
}

}  // namespace tocha
