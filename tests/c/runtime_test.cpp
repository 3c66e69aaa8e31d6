// SPDX-License-Identifier: BSD-3-Clause
// tocha::Runtime as a host sees it: values in and out, errors, sinks, several at once.
#include "bindings/c/runtime.h"

#include <tocha/lua.h>
#include <catch2/catch.hpp>
#include <cstdlib>

#include <thread>

#include "core/base/memory.h"
#include "tests/support/small_stack.h"
#include "tests/support/tensors.h"

using namespace tocha;
using testing::error_of;

TEST_CASE("code runs and functions are called with values of all kinds") {
  Runtime runtime;
  runtime.run_string("m = {f = function(...) return ... end}");
  const auto results = runtime.call("m.f", {{}, true, 2.5, std::string("a\0b", 3)});
  REQUIRE(results.size() == 4);
  CHECK(std::holds_alternative<std::monostate>(results[0]));
  CHECK(std::get<bool>(results[1]));
  CHECK(std::get<double>(results[2]) == 2.5);
  CHECK(std::get<std::string>(results[3]) == std::string("a\0b", 3));
  CHECK(runtime.call("m.f").empty());
}

TEST_CASE("hosts register C functions of their own") {
  Runtime runtime;
  lua_State* L = runtime.lua();
  lua_register(L, "triple", [](lua_State* L) {
    lua_pushnumber(L, 3 * luaL_checknumber(L, 1));
    return 1;
  });
  CHECK(std::get<double>(runtime.call("triple", {4.0})[0]) == 12);
  CHECK(error_of([&] {
          runtime.call("triple", {std::string("x")});
        }).find("bad argument #1 to '?' (number expected, got string)") == 0);
}

TEST_CASE("tensors are shared with scripts, not copied") {
  Runtime runtime;
  runtime.run_string("function double(t) t:mul(2); return t, t:narrow(1, 2, 1) end");
  const Tensor t = testing::make(DType::Float, {3}, {1, 2, 3});
  const auto results = runtime.call("double", {t});
  CHECK(testing::values(t) == std::vector<double>{2, 4, 6});
  CHECK(std::get<Tensor>(results[0]).is_set_to(t));
  CHECK(testing::values(std::get<Tensor>(results[1])) == std::vector<double>{4});
}

TEST_CASE("functions go from one Lua state to another through a memory file") {
  Runtime from, to;
  from.run_string(
      "function give() local n = 40 local f = torch.MemoryFile()"
      "  f:writeObject{job = function(x) return n + x end} return torch.CharTensor(f:storage()) end"
      " require 'torch'");
  to.run_string(
      "require 'torch'"
      " function run(t) return torch.MemoryFile(t:storage(), 'r'):readObject().job(2) end");
  Tensor bytes = std::get<Tensor>(from.call("give")[0]);
  CHECK(std::get<double>(to.call("run", {bytes})[0]) == 42);
  bytes.data<int8_t>()[bytes.numel() - 3] ^= 1;  // no longer what was written
  CHECK_THROWS_AS(to.call("run", {bytes}), ScriptError);
}

TEST_CASE("a failing script is an exception with message and traceback") {
  Runtime runtime;
  try {
    runtime.run_string("local function f() error('boom') end\nf()", "game");
    FAIL("no exception");
  } catch (const ScriptError& error) {
    CHECK(error.message() == "game:1: boom");
    CHECK(error.traceback().find("game:2: in main chunk") != std::string::npos);
    CHECK(std::string(error.what()) == error.message() + "\n" + error.traceback());
  }
  CHECK(error_of([&] { runtime.run_string("x =", "game"); }) ==
        "game:1: unexpected symbol near '<eof>'");
  CHECK(error_of([&] {
          runtime.run_string("error({})");
        }).find("(error object is a table value)") == 0);
  CHECK(error_of([&] { runtime.run_file("/no/such/file.lua"); }).find("cannot open /no/such") == 0);
  CHECK(error_of([&] { runtime.call("no.such.thing"); }) == "no.such.thing: no such function");
  runtime.run_string("function t() return 1, {} end");
  CHECK(error_of([&] { runtime.call("t"); }) ==
        "t: result 2 is a table, expected nil, boolean, number, string or tensor");
  runtime.run_string("still = 'alive'");
  CHECK(lua_gettop(runtime.lua()) == 0);
}

TEST_CASE("what ends a program on the command line ends a script of a host") {
  Runtime runtime;
  try {
    runtime.run_string("os.exit(3)");
    FAIL("no exception");
  } catch (const ScriptExit& exit) {
    CHECK(exit.status() == 3);
  }
  CHECK(error_of([&] {
          runtime.run_string("local function f() return f() + 1 end f()");
        }).find("stack overflow") != std::string::npos);
  CHECK(error_of([&] {
          runtime.run_string("torch = require 'torch'; torch.FloatTensor(2):add(nil)");
        }).find("string:1: torch.add: ") == 0);
  CHECK(error_of([&] { runtime.run_string("torch.FloatTensor(1e12)"); }).find("out of memory") !=
        std::string::npos);
}

TEST_CASE("sinks take everything that scripts write, in order") {
  std::string out, err;
  {
    Runtime runtime({.output = [&](std::string_view text) { out += text; },
                     .errors = [&](std::string_view text) { err += text; }});
    runtime.run_string("print('a', 1, nil)  io.write('b', 2)  io.stdout:write('c\\n')");
    runtime.run_string("io.stderr:write('problem')");
    runtime.run_string("io.write('no line end')");
    CHECK(out == "a\t1\tnil\nb2c\nno line end");
    CHECK(err == "problem");
  }
  Runtime deaf({.output = [](std::string_view) { throw 1; }});
  deaf.run_string("print('x') io.write('y') io.flush()");
}

TEST_CASE("the folder of the packages can be named, and a wrong one is an error") {
  const std::string text = error_of([] { Runtime runtime({.lua_folder = "/no/such"}); });
  CHECK(text.find("no folder with the Lua packages (torch/init.lua) found, looked at /no/such") ==
        0);
  setenv("TOCHA_LUA", "/nowhere", 1);
  CHECK(error_of([] { Runtime runtime; }).find("/nowhere") != std::string::npos);
  unsetenv("TOCHA_LUA");
  CHECK(error_of([] { Runtime runtime; }) == "");
}

TEST_CASE("a host's state does not listen to LUA_PATH or the current directory") {
  setenv("LUA_PATH", "/somewhere/?.lua", 1);
  Runtime runtime;
  unsetenv("LUA_PATH");
  runtime.run_string("function path() return package.path .. package.cpath end");
  const auto path = std::get<std::string>(runtime.call("path")[0]);
  CHECK(path.find("/somewhere") == path.npos);
  CHECK(path.find("./") == path.npos);
}

TEST_CASE("runtimes on several threads, tensors between them, nothing left behind") {
  auto work = [](int seed, double& result) {
    Runtime runtime;
    runtime.run_string(
        "require 'torch'  function work(t, n) for i = 1, n do t:add(1) end return t[1] end");
    const Tensor t = testing::make(DType::Float, {100}, std::vector<double>(100, seed));
    result = std::get<double>(runtime.call("work", {t, 1000.0})[0]);
  };
  double results[4];
  work(0, results[0]);  // what is made once, is made
  const int64_t live = memory::statistics().live_bytes;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back(work, i, std::ref(results[i]));
    for (auto& thread : threads) thread.join();
    for (int i = 0; i < 4; ++i) CHECK(results[i] == 1000 + i);
  }
  CHECK(memory::statistics().live_bytes == live);
}

TEST_CASE("a tensor outlives the runtime that made it") {
  Tensor t;
  {
    Runtime runtime;
    runtime.run_string(
        "torch = require 'torch'  function make() return torch.DoubleTensor(5):fill(7) end");
    t = std::get<Tensor>(runtime.call("make")[0]);
  }
  CHECK(testing::values(t) == std::vector<double>(5, 7));
}

TEST_CASE("walks through models of any depth end on a thread with a small stack") {
  CHECK(testing::on_stack(testing::kSmallStack, [] {
          Runtime runtime({.output = [](std::string_view) {}});
          runtime.run_file(TOCHA_GOLDEN_DIR "/../lua/nn/depth_test.lua");
        }) == "");
}
