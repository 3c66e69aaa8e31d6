// SPDX-License-Identifier: BSD-3-Clause
// The resolver: parses an overload's text when it is first called, matches arguments, remembers
// which overload a combination of argument types led to.
#include "bindings/lua/call.h"

#include <cmath>
#include <cstdlib>
#include <cstring>

#include "bindings/lua/entry.h"

namespace tocha::lua {
namespace {

// --- kinds of Lua values, 5 bits each so that a call's types pack into one word ---

enum Tag : uint8_t {
  kNone,
  kNil,
  kBool,
  kNumber,
  kString,
  kTable,
  kFunction,
  kOther,
  kStorage,
  kLongStorage,
  kGenerator,
  kFile,
  kTensor,  // + dtype
};

Tag tag_of(lua_State* L, int index, Tensor*& tensor) {
  tensor = to_tensor(L, index);
  if (tensor) return Tag(kTensor + int(tensor->dtype()));
  switch (lua_type(L, index)) {
    case LUA_TNONE:
      return kNone;
    case LUA_TNIL:
      return kNil;
    case LUA_TBOOLEAN:
      return kBool;
    case LUA_TNUMBER:
      return kNumber;
    case LUA_TSTRING:
      return kString;
    case LUA_TTABLE:
      return kTable;
    case LUA_TFUNCTION:
      return kFunction;
    case LUA_TUSERDATA:
      if (Storage* s = to_storage(L, index)) {
        return s->dtype() == DType::Long ? kLongStorage : kStorage;
      }
      if (unbox<Generator>(L, index)) return kGenerator;
      if (unbox<File>(L, index)) return kFile;
      return kOther;
    default:
      return kOther;
  }
}

bool fits(Kind kind, Tag tag) {
  switch (kind) {
    case Kind::Result:
    case Kind::Self:
    case Kind::InPlace:
    case Kind::Tensor:
      return tag >= kTensor;
    case Kind::ResultInt:
      return tag == kTensor + int(DType::Int);
    case Kind::ResultLong:
    case Kind::Long:
      return tag == kTensor + int(DType::Long);
    case Kind::ResultByte:
      return tag >= kTensor;
    case Kind::Byte:
      return tag == kTensor + int(DType::Byte);
    case Kind::Number:
    case Kind::Integer:
    case Kind::Index:
      return tag == kNumber;
    case Kind::Bool:
      return tag == kBool;
    case Kind::String:
      return tag == kString;
    case Kind::Function:
      return tag == kFunction;
    case Kind::Table:
      return tag == kTable;
    case Kind::Sizes:
      return tag == kNumber || tag == kLongStorage || tag == kTable ||
             tag == kTensor + int(DType::Long);
    case Kind::Storage:
      return tag == kStorage || tag == kLongStorage;
    case Kind::Generator:
      return tag == kGenerator;
    case Kind::File:
      return tag == kFile;
    case Kind::Any:
      return tag != kNone;
  }
  return false;
}

// --- the text of an overload ---

Kind parse_kind(std::string_view word) {
  // clang-format off
  static constexpr struct {
    const char* word;
    Kind kind;
  } kWords[] = {
      {"result", Kind::Result},
      {"resultlong", Kind::ResultLong},
      {"resultint", Kind::ResultInt},
      {"resultbyte", Kind::ResultByte},
      {"self", Kind::Self},
      {"inplace", Kind::InPlace},
      {"tensor", Kind::Tensor},
      {"long", Kind::Long},
      {"byte", Kind::Byte},
      {"number", Kind::Number},
      {"integer", Kind::Integer},
      {"index", Kind::Index},
      {"dim", Kind::Index},
      {"bool", Kind::Bool},
      {"string", Kind::String},
      {"function", Kind::Function},
      {"table", Kind::Table},
      {"sizes", Kind::Sizes},
      {"storage", Kind::Storage},
      {"generator", Kind::Generator},
      {"file", Kind::File},
      {"any", Kind::Any},
  };
  // clang-format on
  for (const auto& entry : kWords) {
    if (word == entry.word) return entry.kind;
  }
  fail_bug("unknown argument type '", word, "' in a binding");
}

Parsed parse(const Overload& overload) {
  Parsed parsed{overload.signature, overload.run, {}};
  std::string_view text = overload.signature;
  size_t at = 0;
  auto skip = [&](const char* set) {
    while (at < text.size() && std::strchr(set, text[at])) ++at;
  };
  for (skip(" ,"); at < text.size(); skip(" ,]")) {
    Argument argument;
    if (text[at] == '[') argument.optional = true, ++at;
    const size_t end = std::min(text.find_first_of(",] ", at), text.size());
    std::string_view word = text.substr(at, end - at);
    at = end;
    if (word == "...") {
      parsed.surplus = true;
      continue;
    }
    if (const size_t equals = word.find('='); equals != word.npos) {
      argument.absent = std::atof(std::string(word.substr(equals + 1)).c_str());
      argument.has_default = argument.optional = true;
      word = word.substr(0, equals);
    }
    const size_t colon = word.find(':');
    argument.name = word.substr(0, colon);
    if (colon != word.npos)
      argument.kind = parse_kind(word.substr(colon + 1));
    else if (argument.name == "res")
      argument.kind = Kind::Result;
    else if (argument.name == "this")
      argument.kind = Kind::InPlace, parsed.method_only = true;
    else if (argument.name == "self")
      argument.kind = argument.optional ? Kind::Self : Kind::InPlace;
    parsed.arguments.push_back(argument);
    if (!argument.optional) parsed.needed = parsed.arguments.size();
  }
  if (parsed.arguments.size() > kMaxArguments) fail_bug("too many arguments: ", text);
  parsed.in_place = !parsed.arguments.empty() && parsed.arguments[0].kind == Kind::Self;
  for (const Argument& argument : parsed.arguments) {
    if (argument.kind <= Kind::InPlace && parsed.returns++ == 0) {
      parsed.first_return = int(&argument - parsed.arguments.data());
    }
    if (argument.kind < Kind::InPlace) parsed.makes_results = true;
  }
  return parsed;
}

// Matches arguments[a...] with the stack from `s` on; a depth-first search that prefers to fill
// optional arguments, as Torch7 does.
bool match(const Parsed& p, const Tag* tags, int count, size_t a, int s, uint8_t* slot) {
  if (a == p.arguments.size()) return s > count || p.surplus;
  const Argument& argument = p.arguments[a];
  if (s <= count && fits(argument.kind, tags[s - 1])) {
    int next = s + 1;
    if (argument.kind == Kind::Sizes && tags[s - 1] == kNumber) {
      while (next <= count && tags[next - 1] == kNumber) ++next;
    }
    slot[a] = uint8_t(s);
    if (match(p, tags, count, a + 1, next, slot)) return true;
  }
  slot[a] = 0;
  if (argument.optional) {
    // An explicit nil stands for an absent argument.
    if (s <= count && tags[s - 1] == kNil && match(p, tags, count, a + 1, s + 1, slot)) return true;
    if (p.surplus && a >= p.needed && s <= count) return false;  // what is there is not surplus
    return match(p, tags, count, a + 1, s, slot);
  }
  return false;
}

bool match_method(const Parsed& p, const Tag* tags, int count, uint8_t* slot) {
  if (!p.in_place) return match(p, tags, count, 0, 1, slot);
  if (count < 1 || !fits(Kind::Tensor, tags[0])) return false;
  slot[0] = 1;
  if (match(p, tags, count, 1, 2, slot)) return true;
  if (p.arguments.size() < 2 || p.arguments[1].kind != Kind::Tensor) return false;
  slot[1] = 1;  // `a` is the object itself
  return match(p, tags, count, 2, 2, slot);
}

constexpr size_t kLongestText = 60;  // of a string in a message

void describe(lua_State* L, int index, std::string& text) {
  if (Tensor* tensor = to_tensor(L, index)) return append(text, *tensor);
  if (Storage* storage = to_storage(L, index)) {
    return append(text, concat(storage->device().type_prefix(), storage->dtype(), "Storage"));
  }
  if (lua_type(L, index) == LUA_TNUMBER) return append(text, lua_tonumber(L, index));
  if (lua_type(L, index) == LUA_TSTRING) {
    const std::string_view whole = lua_tostring(L, index);
    const bool longer = whole.size() > kLongestText;
    return append(text, concat("'", whole.substr(0, kLongestText), longer ? "...'" : "'"));
  }
  append(text, luaL_typename(L, index));
}

}  // namespace

// --- Entry ---

void Entry::parse_all() {
  std::vector<Parsed> all;  // or none, where memory ends in between
  for (const Overload& overload : overloads) all.push_back(parse(overload));
  parsed = std::move(all);
}

[[noreturn]] void Entry::no_match(lua_State* L, bool method, int count) {
  std::string got;
  for (int i = method ? 2 : 1; i <= count; ++i) {
    if (!got.empty()) got += ", ";
    describe(L, i, got);
  }
  std::string expected;
  for (const Parsed& p : parsed) {
    if (!expected.empty()) expected += " or ";
    expected += concat("(", p.text, ")");
  }
  fail("arguments (", got, ") do not fit, expected ", expected);
}

// The tensor type of that name; false when there is none.
static bool find_type(lua_State* L, State& state, std::string_view name, DType& dtype,
                      Device*& device) {
  for (DeviceTypes& types : state.types) {
    for (int i = 0; i < kDTypes; ++i) {
      if (types.tensor[i] == LUA_NOREF) continue;
      lua_rawgeti(L, LUA_REGISTRYINDEX, types.tensor[i]);
      lua_getfield(L, -1, "__typename");
      const bool found = lua_tostring(L, -1) == name;
      lua_pop(L, 2);
      if (!found) continue;
      dtype = DType(i);
      device = &types.current();
      return true;
    }
  }
  return false;
}

// Changes arguments that fit nothing to what Torch7 takes them for; false when that is nothing.
bool Entry::adapt(lua_State* L, bool method, Call& call) {
  bool changed = false;
  for (int i = 1; i <= lua_gettop(L); ++i) {
    if (lua_type(L, i) != LUA_TSTRING || !lua_isnumber(L, i)) continue;
    lua_pushnumber(L, lua_tonumber(L, i));
    lua_replace(L, i);
    changed = true;
  }
  if (!changed && !method && lua_type(L, -1) == LUA_TSTRING &&
      find_type(L, *state, lua_tostring(L, -1), call.made_, call.made_on_)) {
    lua_pop(L, 1);
    changed = true;
  }
  return changed;
}

const Parsed& Entry::resolve(lua_State* L, bool method, Call& call) {
  if (parsed.empty()) parse_all();
  const int count = lua_gettop(L);
  call.last_ = count;
  Tag tags[kMaxStack];
  if (count > kMaxStack - kMaxArguments - 1) fail(count, " arguments are too many");
  uint64_t key = method ? 1 : 2;
  for (int i = 0; i < count; ++i) {
    tags[i] = tag_of(L, i + 1, call.tensor_[i + 1]);
    key = (key << 5) | tags[i];
  }
  const bool packs = count <= 12;
  if (packs) {
    for (const Remembered& r : memory) {
      if (r.key != key) continue;
      std::memcpy(call.slot_, r.slot, sizeof r.slot);
      return parsed[r.overload];
    }
  }
  for (size_t i = 0; i < parsed.size(); ++i) {
    std::memset(call.slot_, 0, sizeof call.slot_);
    if (parsed[i].method_only && !method) continue;
    if (!(method ? match_method(parsed[i], tags, count, call.slot_)
                 : match(parsed[i], tags, count, 0, 1, call.slot_))) {
      continue;
    }
    if (packs) {
      Remembered& r = memory[next++ % std::size(memory)];
      r.key = key;
      r.overload = int(i);
      std::memcpy(r.slot, call.slot_, sizeof r.slot);
    }
    return parsed[i];
  }
  if (adapt(L, method, call)) return resolve(L, method, call);
  no_match(L, method, count);
}

// Results that were not given take type and device of the first tensor that was, else the default
// ones.
void Entry::make_results(Call& call, const Parsed& p) {
  lua_State* L = call.L;
  const int arguments = int(p.arguments.size());
  const Tensor* model = nullptr;
  for (int i = 0; i < arguments && !model; ++i) {
    if (call.slot_[i] && p.arguments[i].kind >= Kind::InPlace) model = call.tensor_[call.slot_[i]];
  }
  for (int i = 0; i < arguments; ++i) {
    const Kind kind = p.arguments[i].kind;
    if (call.slot_[i] != 0 || kind >= Kind::InPlace) continue;
    const bool fixed = kind != Kind::Result && kind != Kind::Self;
    const DType dtype = kind == Kind::ResultLong   ? DType::Long
                        : kind == Kind::ResultInt  ? DType::Int
                        : kind == Kind::ResultByte ? DType::Byte
                        : model                    ? model->dtype()
                                                   : call.made_;
    Device& device = model           ? model->device()
                     : fixed         ? cpu_device()
                     : call.made_on_ ? *call.made_on_
                                     : state->default_device();
    Tensor& made = push_new_tensor(L, *state, dtype, device);
    call.slot_[i] = uint8_t(lua_gettop(L));
    call.tensor_[call.slot_[i]] = &made;
  }
}

int Entry::call(lua_State* L, bool method) {
  Call call(L, *state);
  const Parsed& p = resolve(L, method, call);
  call.parsed_ = &p;
  // As a method the object is the result.
  if (p.makes_results && !(method && p.in_place)) make_results(call, p);

  p.run(call);

  // The results go below what the body pushed.
  int results = 0;
  if (p.returns == 1 && call.pushed_ == 0) {
    lua_pushvalue(L, call.slot_[p.first_return]);
    results = 1;
  } else if (p.returns > 0) {
    const int first_pushed = lua_gettop(L) - call.pushed_ + 1;
    for (size_t i = 0; results < p.returns; ++i) {
      if (p.arguments[i].kind > Kind::InPlace) continue;
      lua_pushvalue(L, call.slot_[i]);
      if (call.pushed_ > 0) lua_insert(L, first_pushed + results);
      ++results;
    }
  }
  // What a call in place may have allocated is counted by the next call of another kind.
  if (!(method && p.in_place)) collect_garbage(L, *state);
  return results + call.pushed_;
}

// --- Call ---

double Call::default_number(int i, double absent) const {
  const Argument& argument = parsed_->arguments[i];
  return argument.has_default ? argument.absent : absent;
}

int64_t Call::integer(int i, int64_t absent) const {
  const double value = number(i, double(absent));
  // Torch7 truncates; so do we, but a value without an integer is an error.
  if (!(std::abs(value) < 9.3e18)) fail(value, " is not an integer");
  return int64_t(value);
}

int64_t Call::index(int i, int64_t absent) const {
  if (!slot_[i] && !parsed_->arguments[i].has_default) return absent;
  const int64_t value = integer(i);
  if (value == 0) fail("positions and dimensions count from 1, got 0");
  return value > 0 ? value - 1 : value;
}

std::string_view Call::string(int i) const {
  size_t length = 0;
  const char* text = lua_tolstring(L, slot_[i], &length);
  return {text ? text : "", length};
}

Shape Call::sizes(int i) const {
  const int slot = slot_[i];
  Shape shape;
  if (lua_type(L, slot) == LUA_TNUMBER) {
    for (int s = slot; s <= last_ && lua_type(L, s) == LUA_TNUMBER; ++s) {
      shape.push_back(int64_t(lua_tonumber(L, s)));
    }
  } else if (const Storage* storage = to_storage(L, slot)) {
    const auto* values = static_cast<const int64_t*>(storage->data());
    for (int64_t k = 0; k < storage->size(); ++k) shape.push_back(values[k]);
  } else if (const Tensor* tensor = to_tensor(L, slot)) {
    if (tensor->dim() > 1) fail("sizes must be a vector, got ", *tensor);
    for (int64_t k = 0; k < tensor->numel(); ++k) {
      shape.push_back(tensor->data<int64_t>()[k * tensor->stride(0)]);
    }
  } else {
    const int n = int(lua_objlen(L, slot));
    for (int k = 1; k <= n; ++k) {
      lua_rawgeti(L, slot, k);
      const bool number = lua_type(L, -1) == LUA_TNUMBER;
      const double value = lua_tonumber(L, -1);
      lua_pop(L, 1);
      if (!number) fail("sizes must be numbers, element ", k, " of the table is not");
      shape.push_back(int64_t(value));
    }
  }
  return shape;
}

// --- registration ---

namespace {

int dispatch(lua_State* L, bool method) {
  auto* entry = static_cast<Entry*>(lua_touserdata(L, lua_upvalueindex(1)));
  return guarded(L, entry->where.c_str(), [&] { return entry->call(L, method); });
}
int call_function(lua_State* L) { return dispatch(L, false); }
int call_method(lua_State* L) { return dispatch(L, true); }

// Calls `add(entry)` for each run of overloads with one name.
template <class Add>
void each_entry(lua_State* L, const char* prefix, std::span<const Overload> overloads, Add&& add) {
  State& state = state_of(L);
  for (size_t i = 0; i < overloads.size();) {
    size_t end = i + 1;
    while (end < overloads.size() && std::strcmp(overloads[end].name, overloads[i].name) == 0)
      ++end;
    auto& entry = state.entries.emplace_back(new Entry);
    entry->where = concat(prefix, overloads[i].name);
    entry->state = &state;
    entry->overloads = overloads.subspan(i, end - i);
    add(entry.get(), overloads[i].name);
    i = end;
  }
}

void set_closure(lua_State* L, int table, Entry* entry, const char* name, lua_CFunction function) {
  lua_pushlightuserdata(L, entry);
  lua_pushcclosure(L, function, 1);
  lua_setfield(L, table, name);
}

}  // namespace

void add_functions(lua_State* L, const char* prefix, std::span<const Overload> overloads) {
  const int table = lua_gettop(L);
  each_entry(L, prefix, overloads, [&](Entry* entry, const char* name) {
    set_closure(L, table, entry, name, call_function);
  });
}

void add_methods(lua_State* L, const char* prefix, std::span<const Overload> overloads) {
  const int table = lua_gettop(L);
  each_entry(L, prefix, overloads, [&](Entry* entry, const char* name) {
    set_closure(L, table, entry, name, call_method);
  });
}

void add_tensor_functions(lua_State* L, std::span<const Overload> overloads) {
  const int functions = lua_gettop(L), methods = functions - 1;
  each_entry(L, "torch.", overloads, [&](Entry* entry, const char* name) {
    set_closure(L, functions, entry, name, call_function);
    set_closure(L, methods, entry, name, call_method);
  });
}

}  // namespace tocha::lua
