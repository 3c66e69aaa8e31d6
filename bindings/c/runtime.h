// SPDX-License-Identifier: BSD-3-Clause
// tocha::Runtime: a Lua state with the packages of this tree at hand, owned by a host application.
//
//   tocha::Runtime runtime({.output = [](std::string_view text) { console.write(text); }});
//   runtime.run_file("effects.lua");
//   auto result = runtime.call("effects.apply", {tensor, 0.5});
//
// A process may hold any number, each used by one thread at a time. Nothing is shared between them
// but the thread pool and the memory of tensors, which may be passed from one to another. Whatever
// a script does, the host gets an exception: a runtime neither ends the process nor writes to its
// streams when sinks are given.
//
// A host's signal handlers should be set with SA_ONSTACK, and each thread that computes have an
// alternate stack (sigaltstack): oneDNN's matrix products keep the stack pointer in a block of the
// heap for a moment, and a signal delivered there would overwrite the blocks below it.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/tensor/tensor.h"

struct lua_State;

namespace tocha {

/// Takes text that a script writes. Called on the thread that runs the script, with whole lines
/// where the script writes lines. An exception it throws becomes a failed write in the script.
using OutputSink = std::function<void(std::string_view text)>;

struct RuntimeOptions {
  /// The folder with the Lua packages (the one that has torch/init.lua in it). If empty:
  /// $TOCHA_LUA, else the place where an installed or a built tree has it, seen from this library
  /// and from the program, else a folder `lua` beside either.
  std::string lua_folder = {};
  /// What print, io.write and io.stdout (io.stderr) write; the process's streams if empty.
  OutputSink output = {}, errors = {};
  /// Lets LUA_PATH, LUA_CPATH and the current directory take part in `require`, and os.exit end the
  /// process, as a program for the command line does. Without it os.exit throws ScriptExit.
  bool command_line = false;
};

/// What passes between host and script: nil, boolean, number, string, tensor (shared, not copied).
using Value = std::variant<std::monostate, bool, double, std::string, Tensor>;

/// A script failed. what() is the message with the Lua traceback behind it.
class TOCHA_API ScriptError : public Error {
 public:
  ScriptError(ErrorKind kind, std::string message, std::string traceback);
  ~ScriptError() override;
  /// Message and traceback apart; the traceback is empty when the script did not run yet.
  const std::string& message() const { return message_; }
  const std::string& traceback() const { return traceback_; }

 private:
  std::string message_, traceback_;
};

/// A script of a host called os.exit.
class TOCHA_API ScriptExit : public Error {
 public:
  explicit ScriptExit(int status);
  ~ScriptExit() override;
  int status() const { return status_; }

 private:
  int status_;
};

class TOCHA_API Runtime {
 public:
  /// Opens a state. Throws Environment when the packages are not found or memory is short.
  explicit Runtime(RuntimeOptions options = {});
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;
  ~Runtime();

  /// Runs a script; `arguments` are its `...` and the global `arg`. Throws ScriptError.
  void run_file(const std::string& name, std::span<const std::string> arguments = {});
  /// Runs a piece of code; `chunk_name` is how messages call it. Throws ScriptError.
  void run_string(std::string_view code, const std::string& chunk_name = "string");
  /// Calls the function `name` ("render" or "effects.render", looked up from the globals) and
  /// returns its results. Throws ScriptError, and an error of kind Caller for a result that is not
  /// a Value.
  std::vector<Value> call(const std::string& name, std::span<const Value> arguments = {});
  std::vector<Value> call(const std::string& name, std::initializer_list<Value> arguments) {
    return call(name, std::span(arguments.begin(), arguments.size()));
  }

  /// The state itself, for hosts that register functions of their own.
  lua_State* lua();
  /// lua_pcall with everything the above do around it: on the stack lie a function and `arguments`
  /// values, they are replaced with `results` values (LUA_MULTRET: all). Throws ScriptError, the
  /// stack is then as it was below the function.
  void call_stack(int arguments, int results);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tocha
