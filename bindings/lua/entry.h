// SPDX-License-Identifier: BSD-3-Clause
// An overloaded function as the resolver (call.cpp) keeps it, one for each name and Lua state.
#pragma once

#include <string>
#include <vector>

#include "bindings/lua/call.h"

namespace tocha::lua {

// What an argument may be; those up to InPlace are also what a call returns.
enum class Kind : uint8_t {
  Result,
  ResultLong,
  ResultInt,
  ResultByte,
  Self,
  InPlace,
  Tensor,
  Long,
  Byte,
  Number,
  Integer,
  Index,
  Bool,
  String,
  Function,
  Table,
  Sizes,
  Storage,
  Generator,
  File,
  Any,
};

struct Argument {
  std::string_view name;
  Kind kind = Kind::Tensor;
  bool optional = false, has_default = false;
  double absent = 0;
};

struct Parsed {
  const char* text;
  void (*run)(Call&);
  std::vector<Argument> arguments;
  bool in_place = false;       // begins with [self,]
  bool method_only = false;    // begins with `this`
  bool makes_results = false;  // has results that may have to be made
  bool surplus = false;        // ends with `...`: further arguments are ignored
  size_t needed = 0;           // arguments up to the last that is not optional
  int first_return = 0;        // the position of the first of them
  int returns = 0;             // how many arguments are results
};

struct Entry {
  std::string where;  // "torch.add"
  State* state = nullptr;
  std::span<const Overload> overloads;

  int call(lua_State* L, bool method);

 private:
  struct Remembered {
    uint64_t key = 0;
    int overload = 0;
    uint8_t slot[kMaxArguments];
  };
  const Parsed& resolve(lua_State* L, bool method, Call& call);
  bool adapt(lua_State* L, bool method, Call& call);
  void make_results(Call& call, const Parsed& p);
  [[noreturn]] void no_match(lua_State* L, bool method, int count);
  void parse_all();

  std::vector<Parsed> parsed;  // filled by the first call
  Remembered memory[4];        // argument types seen lately -> overload and positions
  unsigned next = 0;
};

}  // namespace tocha::lua
