// SPDX-License-Identifier: BSD-3-Clause
// th: runs Lua scripts with `torch` at hand. Exit status: 0, or 1 after an error of the script
// (message and traceback on standard error) or where its output could not be written, 2 for a wrong
// command line, 130 after Ctrl-C, or what the script gave to os.exit.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <lua.hpp>

#include "bindings/c/runtime.h"
#include "bindings/th/options.h"
#include "bindings/th/signals.h"
#include "bindings/th/standard_streams.h"

namespace tocha::th {
namespace {

#ifdef TOCHA_OWN_LUAJIT
constexpr char kLuaRules[] = "";
#else
constexpr char kLuaRules[] = " without the rules of Lua 5.2: # of tables does not ask __len";
#endif

// The words of the command line around those that run_file put into `arg`: arg[-1] is "th" or the
// word before the script, and so on.
int complete_arg(lua_State* L) {
  auto** words = static_cast<char**>(lua_touserdata(L, 1));
  const auto script = lua_tointeger(L, 2);
  lua_settop(L, 0);
  lua_newtable(L);
  for (int i = 0; words[i]; ++i) {
    lua_pushstring(L, words[i]);
    lua_rawseti(L, 1, int(i - script));
  }
  lua_setglobal(L, "arg");
  return 0;
}

void require(Runtime& runtime, const char* name) {
  lua_State* L = runtime.lua();
  lua_getglobal(L, "require");
  lua_pushstring(L, name);
  runtime.call_stack(1, 1);
}

// jit.off(), jit.flush(), or a module of LuaJIT's own: jit.v, jit.dump, ...
void control_jit(Runtime& runtime, const std::string& command) {
  runtime.run_string(
      "function control_jit(command)"
      "  local name, rest = command:match('^([^=]*)=?(.*)$')"
      "  if type(jit[name]) == 'function' then jit[name]()"
      "  else require('jit.' .. name).start(rest ~= '' and rest or nil) end "
      "end");
  runtime.call("control_jit", {command});
  runtime.run_string("control_jit = nil");
}

void run_script(Runtime& runtime, const Options& options) {
  lua_State* L = runtime.lua();
  if (luaL_loadfile(L, options.script == "-" ? nullptr : options.script.c_str()) != 0) {
    throw ScriptError(ErrorKind::Caller, lua_tostring(L, -1), "");
  }
  luaL_checkstack(L, int(options.arguments.size()) + 4, "too many arguments");
  for (const std::string& argument : options.arguments) lua_pushstring(L, argument.c_str());
  runtime.call_stack(int(options.arguments.size()), 0);
}

void prompt(Runtime& runtime) {
  std::printf("Tocha %s. Ctrl-D ends.\n", TOCHA_VERSION);
  require(runtime, "trepl");
  lua_getfield(runtime.lua(), -1, "run");
  lua_pushcfunction(runtime.lua(), read_line);
  runtime.call_stack(1, 0);
}

int run(const Options& options, int count, char** words) {
  Runtime runtime({.command_line = true});
  lua_State* L = runtime.lua();
  catch_signals(L);
  lua_pushcfunction(L, complete_arg);
  lua_pushlightuserdata(L, words);
  lua_pushinteger(L, options.script.empty() ? 0 : count - int(options.arguments.size()) - 1);
  runtime.call_stack(2, 0);

  for (const std::string& command : options.jit) control_jit(runtime, command);
  require(runtime, "torch");
  require(runtime, "trepl");  // print shows what is in tables
  lua_settop(L, 0);
  for (const Options::Step& step : options.steps) {
    if (step.code)
      runtime.run_string(step.text, "(command line)");
    else
      require(runtime, step.text.c_str());
    lua_settop(L, 0);
  }
  if (!options.script.empty()) run_script(runtime, options);
  if (options.interactive) prompt(runtime);
  return 0;
}

int main(int count, char** words) {
  watch_standard_streams();
  Options options = parse_options(count, words);
  if (!options.error.empty()) {
    std::fprintf(stderr, "th: %s\n%s", options.error.c_str(), kUsage);
    return 2;
  }
  if (options.help) return std::fputs(kUsage, stdout), 0;
  if (options.version) {
    std::printf("Tocha %s, %s%s\n", TOCHA_VERSION, LUAJIT_VERSION, kLuaRules);
    if (options.steps.empty() && options.script.empty() && !options.interactive) return 0;
  }
  if (options.script.empty() && options.steps.empty() && !options.interactive) {
    if (isatty(STDIN_FILENO))
      options.interactive = true;
    else
      options.script = "-";
  }
  try {
    return run(options, count, words);
  } catch (const ScriptError& error) {
    std::fflush(stdout);
    std::fprintf(stderr, "th: %s\n", error.what());
    return was_interrupted() && error.message().find(kInterrupted) != std::string::npos ? 130 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "th: %s\n", error.what());
    return 1;
  }
}

}  // namespace
}  // namespace tocha::th

int main(int count, char** words) { return tocha::th::main(count, words); }
