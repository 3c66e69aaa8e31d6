// SPDX-License-Identifier: BSD-3-Clause
// Functions for Lua, declared one line an overload:
//
//   {"add", "[self,] a, value:number", [](Call& c) { add(c.out(0), c.tensor(1), c.number(2)); }},
//
// The text is the argument list: `name:type` (a tensor when no type is written), in brackets when
// optional, `=number` for a default. The same text checks the arguments, finds the overload, makes
// results that were not given and writes the message when nothing fits. Types:
//
// clang-format off
//   result               a tensor to write: made when absent, of the type of the first input, and
//                        returned in order; as a method a:sum(1) makes a new one
//   resultlong, resultint, resultbyte  the same, made as a tensor of that type
//   self                 `[self,] a`: as a function an optional result; as a method the object
//                        itself is the result and `a` when `a` is absent: a:add(1) is in place
//   inplace              the tensor operated on, returned; written `self`, or `this` for a form
//                        that exists only as a method: m:addmm(a, b)
//   tensor, long, byte   a tensor of any type, LongTensor, ByteTensor
//   number, integer, bool, string, function, table, any
//   index, dim           1-based position (may be negative: from the end); c.index() gives it
//                        0-based
//   sizes                numbers up to the end of the list, or one LongStorage, LongTensor or table
//   storage, generator, file
//   ...                  at the end: further arguments, ignored as Torch7's hand-written functions
//                        ignore them; one of a wrong type in the place of an optional argument is an
//                        error all the same
// clang-format on
//
// Where nothing fits, strings that are numbers count as numbers, and the last argument of a
// function may name the type of its results: torch.zeros(3, 'torch.FloatTensor'). Both are
// Torch7's.
//
// Arguments are read by their position in the text. A name that is on both sides (torch.add and
// a:add) is registered with `add_tensor_functions`; a plain module with `add_functions`.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "bindings/lua/state.h"

namespace tocha::lua {

class Call;

struct Overload {
  const char* name;
  const char* signature;
  void (*run)(Call&);
};

inline constexpr int kMaxArguments = 16;
// Positions of a call's stack that may hold an argument or a result (`sizes` lists included).
inline constexpr int kMaxStack = 64;

/// One running call: the arguments after they were matched with an overload's text.
class Call {
 public:
  Call(lua_State* L, State& state) : L(L), state(state) {}
  lua_State* const L;
  State& state;

  bool has(int i) const { return slot_[i] != 0; }
  Tensor& tensor(int i) { return *tensor_[slot_[i]]; }
  /// A result or the object itself; the same as tensor(i), for the reader's sake.
  Tensor& out(int i) { return tensor(i); }
  /// Absent: the default in the text, else `absent`.
  double number(int i, double absent = 0) const {
    return slot_[i] ? lua_tonumber(L, slot_[i]) : default_number(i, absent);
  }
  /// A whole number; others are the caller's error.
  int64_t integer(int i, int64_t absent = 0) const;
  /// A 1-based position as a 0-based one; negative counts from the end, as it is.
  int64_t index(int i, int64_t absent = 0) const;
  bool boolean(int i, bool absent = false) const {
    return slot_[i] ? lua_toboolean(L, slot_[i]) : absent;
  }
  std::string_view string(int i) const;
  Shape sizes(int i) const;
  Storage& storage(int i) { return *to_storage(L, slot_[i]); }
  /// Absent: the runtime's own.
  Generator& generator(int i) const {
    return slot_[i] ? *unbox<Generator>(L, slot_[i]) : *state.generator;
  }
  File& file(int i) const { return *unbox<File>(L, slot_[i]); }
  /// The stack index of an argument, 0 when absent.
  int slot(int i) const { return slot_[i]; }

  // Further return values, after the results.
  void push(double value) { lua_pushnumber(L, value), ++pushed_; }
  void push(bool value) { lua_pushboolean(L, value), ++pushed_; }
  void push(std::string_view text) { lua_pushlstring(L, text.data(), text.size()), ++pushed_; }
  Tensor& push(Tensor tensor) {
    ++pushed_;
    return push_tensor(L, state, std::move(tensor));
  }
  Tensor& push_new(DType dtype, Device& device) {
    ++pushed_;
    return push_new_tensor(L, state, dtype, device);
  }
  /// Counts what the body pushed itself.
  void pushed(int count) { pushed_ += count; }

 private:
  friend struct Entry;
  double default_number(int i, double absent) const;

  // Tensors by stack index, found once; the results that were made come after the arguments.
  Tensor* tensor_[kMaxStack];
  uint8_t slot_[kMaxArguments];  // argument -> stack index, 0 when absent
  const struct Parsed* parsed_ = nullptr;
  int last_ = 0;  // the last stack index given by the caller, for `sizes`
  int pushed_ = 0;
  // The type of results that follow no argument's: the runtime's, or one that was named.
  DType made_ = state.default_dtype;
  Device* made_on_ = nullptr;  // null: the runtime's
};

/// Adds overloads to the table on top of the stack; names in errors are `prefix` + name.
void add_functions(lua_State* L, const char* prefix, std::span<const Overload> overloads);

/// The same for operators on tensors: functions go to the table on top of the stack, methods to the
/// table below it (the methods of every tensor type).
void add_tensor_functions(lua_State* L, std::span<const Overload> overloads);
/// Methods only: the table on top of the stack receives them.
void add_methods(lua_State* L, const char* prefix, std::span<const Overload> overloads);

}  // namespace tocha::lua
