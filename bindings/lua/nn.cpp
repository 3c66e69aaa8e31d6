// SPDX-License-Identifier: BSD-3-Clause
// The layers of core/nn/ for Lua: `tocha.nn.define(class)` gives a Lua class the engine's functions
// of that name as its methods. Fields stay in the Lua object, where the layer's code finds them
// through `LuaTable`.
#include <algorithm>
#include <forward_list>

#include "bindings/lua/modules.h"
#include "core/base/nesting.h"
#include "core/nn/layer.h"
#include "core/nn/trace.h"

namespace tocha::lua {
namespace {

using nn::Key;
using nn::Value;

/// A Lua error on its way through C++ frames: its value is on top of the stack.
struct LuaFailure {};

class Frame;

// Room for what is pushed next. Lua gives a C function some thousand places.
void need_room(lua_State* L) {
  if (!lua_checkstack(L, 4)) fail("too many values and tables in one call");
}

/// The table at a stack index as a layer's fields. What it hands out lies on the stack above, which
/// keeps it alive until the call ends.
class LuaTable final : public nn::Fields {
 public:
  LuaTable(Frame& frame, int index) : frame_(frame), index_(index) {}
  Value get(Key key) override;
  void set(Key key, const Value& value) override;
  Tensor& make_tensor(Key key, DType dtype, Device& device) override;
  Fields& make_table(Key key) override;
  int64_t length() override;
  std::vector<std::string> names() override;
  Generator& generator() override;
  std::string class_name() override;
  Value forward(const Value& input, const Value& target) override;
  Value backward(const Value& input, const Value& grad_output) override;
  void accumulate(const Value& input, const Value& grad_output, double scale) override;
  Value backward_all(const Value& input, const Value& grad_output, double scale) override;

 private:
  void push(Key key);
  void store(Key key);  // the value on top, which it pops
  Value call(const char* method, const Value& a, const Value& b, const double* scale);

  Frame& frame_;
  const int index_;
};

/// One call of a layer: the tables it has met.
class Frame {
 public:
  Frame(lua_State* L, State& state) : L(L), state(state), self(*this, 1) {}

  lua_State* const L;
  State& state;
  LuaTable self;

  /// The value at a stack index, which stays there.
  Value value(int index, const char* name) {
    Value v;
    v.name = name;
    v.handle = index;
    switch (lua_type(L, index)) {
      case LUA_TNIL:
      case LUA_TNONE:
        v.handle = 0;
        break;
      case LUA_TNUMBER:
        v.kind = Value::Kind::Number;
        v.number = lua_tonumber(L, index);
        break;
      case LUA_TBOOLEAN:
        v.kind = Value::Kind::Flag;
        v.number = lua_toboolean(L, index);
        break;
      case LUA_TSTRING: {
        size_t length;
        const char* text = lua_tolstring(L, index, &length);
        v.kind = Value::Kind::Text;
        v.text = {text, length};
        break;
      }
      case LUA_TTABLE:
        v.kind = Value::Kind::Table;
        v.table_ptr = index == 1 ? &self : &tables_.emplace_front(*this, index);
        break;
      default:
        v.kind = Value::Kind::Other;
        if (Tensor* tensor = to_tensor(L, index)) {
          v.kind = Value::Kind::Tensor;
          v.tensor_ptr = tensor;
        } else if (Storage* storage = to_storage(L, index)) {
          v.kind = Value::Kind::Storage;
          v.storage_ptr = storage;
        }
    }
    return v;
  }

  void push(const Value& v) {
    need_room(L);
    if (v.handle) return lua_pushvalue(L, int(v.handle));
    switch (v.kind) {
      case Value::Kind::None:
        return lua_pushnil(L);
      case Value::Kind::Number:
        return lua_pushnumber(L, v.number);
      case Value::Kind::Flag:
        return lua_pushboolean(L, v.number != 0);
      case Value::Kind::Text:
        return lua_pushlstring(L, v.text.data(), v.text.size());
      case Value::Kind::Tensor:
        push_tensor(L, state, *v.tensor_ptr);
        return;
      default:
        fail_bug("a layer made a ", v.kind_name());
    }
  }

 private:
  std::forward_list<LuaTable> tables_;
};

void LuaTable::push(Key key) {
  lua_State* L = frame_.L;
  need_room(L);
  if (key.name) {
    lua_getfield(L, index_, key.name);
  } else {
    lua_pushnumber(L, double(key.index));
    lua_rawget(L, index_);
  }
}

void LuaTable::store(Key key) {
  if (key.name) {
    lua_setfield(frame_.L, index_, key.name);
  } else {
    lua_pushnumber(frame_.L, double(key.index));
    lua_insert(frame_.L, -2);
    lua_rawset(frame_.L, index_);
  }
}

Value LuaTable::get(Key key) {
  lua_State* L = frame_.L;
  push(key);
  Value value = frame_.value(lua_gettop(L), key.name ? key.name : "element");
  if (value.kind <= Value::Kind::Flag) {
    value.handle = 0;
    lua_pop(L, 1);
  }
  return value;
}

void LuaTable::set(Key key, const Value& value) {
  frame_.push(value);
  store(key);
}

Tensor& LuaTable::make_tensor(Key key, DType dtype, Device& device) {
  lua_State* L = frame_.L;
  need_room(L);
  Tensor& tensor = push_new_tensor(L, frame_.state, dtype, device);
  lua_pushvalue(L, -1);
  store(key);
  return tensor;
}

nn::Fields& LuaTable::make_table(Key key) {
  lua_State* L = frame_.L;
  need_room(L);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  store(key);
  return *frame_.value(lua_gettop(L), "table").table_ptr;
}

int64_t LuaTable::length() { return int64_t(lua_objlen(frame_.L, index_)); }

std::vector<std::string> LuaTable::names() {
  lua_State* L = frame_.L;
  need_room(L);
  std::vector<std::string> result;
  for (lua_pushnil(L); lua_next(L, index_) != 0; lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) continue;
    size_t length;
    const char* name = lua_tolstring(L, -2, &length);
    result.emplace_back(name, length);
  }
  std::sort(result.begin(), result.end());
  return result;
}

Generator& LuaTable::generator() { return *frame_.state.generator; }

std::string class_name_at(lua_State* L, int index) {
  std::string name;
  if (lua_getmetatable(L, index)) {
    lua_getfield(L, -1, "__typename");
    if (const char* text = lua_tostring(L, -1)) name = text;
    lua_pop(L, 2);
  }
  return name;
}

std::string LuaTable::class_name() { return class_name_at(frame_.L, index_); }

// The error on top of the stack came from a child of the running container: puts the way to it in
// front ("nn.Bottle[1].").
void add_path(lua_State* L, int child) {
  lua_getfield(L, 1, "modules");
  const int modules = lua_gettop(L), count = lua_istable(L, -1) ? int(lua_objlen(L, -1)) : 0;
  for (int i = 1; i <= count; ++i) {
    lua_rawgeti(L, modules, i);
    const bool found = lua_rawequal(L, -1, child);
    lua_pop(L, 1);
    if (!found) continue;
    lua_getfield(L, 1, "childFailed");
    if (lua_isfunction(L, -1)) {
      lua_pushvalue(L, 1);
      lua_pushinteger(L, i);
      lua_pushvalue(L, modules - 1);
      lua_pcall(L, 3, 0, 0);  // raises the longer error
    }
    return;
  }
  lua_pop(L, 1);
}

// Calls a method of the object, which may be a user's own; its result stays on the stack.
Value LuaTable::call(const char* method, const Value& a, const Value& b, const double* scale) {
  lua_State* L = frame_.L;
  push(method);
  lua_pushvalue(L, index_);
  frame_.push(a);
  frame_.push(b);
  if (scale) lua_pushnumber(L, *scale);
  if (lua_pcall(L, scale ? 4 : 3, 1, 0) != 0) {
    add_path(L, index_);
    throw LuaFailure{};
  }
  return frame_.value(lua_gettop(L), "result");
}

Value LuaTable::forward(const Value& input, const Value& target) {
  return call("updateOutput", input, target, nullptr);
}
Value LuaTable::backward(const Value& input, const Value& grad_output) {
  return call("updateGradInput", input, grad_output, nullptr);
}
void LuaTable::accumulate(const Value& input, const Value& grad_output, double scale) {
  call("accGradParameters", input, grad_output, &scale);
}
Value LuaTable::backward_all(const Value& input, const Value& grad_output, double scale) {
  return call("backward", input, grad_output, &scale);
}

// Runs `body(frame)` for the object in argument 1 and returns its field `result` (null: nothing).
template <class Body>
int run(lua_State* L, const char* result, Body&& body) {
  auto& state = *static_cast<State*>(lua_touserdata(L, lua_upvalueindex(2)));
  lua_settop(L, 4);
  try {
    if (!lua_istable(L, 1)) fail("a module expected, got ", luaL_typename(L, 1));
    const Nested nested(true);
    Running running(L);
    Frame frame(L, state);
    body(frame);
    collect_garbage(L, state);
    if (!result) return 0;
    lua_getfield(L, 1, result);
    return 1;
  } catch (const LuaFailure&) {
  } catch (const std::exception& error) {
    const std::string where = lua_istable(L, 1) ? class_name_at(L, 1) : "nn";
    detail::push_error(L, where.c_str(), error);
  }
  return lua_error(L);
}

template <class Class>
const Class& upvalue(lua_State* L) {
  return *static_cast<const Class*>(lua_touserdata(L, lua_upvalueindex(1)));
}

bool wants_grad_input(Frame& frame) { return frame.self.has("gradInput"); }

int update_output(lua_State* L) {
  return run(L, "output", [&](Frame& frame) {
    const nn::Layer& layer = upvalue<nn::Layer>(L);
    const Value input = frame.value(2, "input");
    const nn::Trace trace(layer.name, "forward", input);
    layer.forward(frame.self, input);
  });
}

// The first layer of a network may do without a gradInput: it is then nil, and stays so.
int update_grad_input(lua_State* L) {
  return run(L, "gradInput", [&](Frame& frame) {
    if (!wants_grad_input(frame)) return;
    const nn::Layer& layer = upvalue<nn::Layer>(L);
    const Value input = frame.value(2, "input");
    const nn::Trace trace(layer.name, "updateGradInput", input);
    layer.backward(frame.self, input, frame.value(3, "gradOutput"));
  });
}

double scale_at(lua_State* L, int index) {
  return lua_isnumber(L, index) ? lua_tonumber(L, index) : 1;
}

int accumulate(lua_State* L) {
  return run(L, nullptr, [&](Frame& frame) {
    const nn::Layer& layer = upvalue<nn::Layer>(L);
    const Value input = frame.value(2, "input");
    const nn::Trace trace(layer.name, "accGradParameters", input);
    layer.accumulate(frame.self, input, frame.value(3, "gradOutput"), scale_at(L, 4));
  });
}

int backward_all(lua_State* L) {
  return run(L, "gradInput", [&](Frame& frame) {
    const nn::Layer& layer = upvalue<nn::Layer>(L);
    const Value input = frame.value(2, "input"), grad_output = frame.value(3, "gradOutput");
    const nn::Trace trace(layer.name, "backward", input);
    if (wants_grad_input(frame)) {
      layer.backward_all(frame.self, input, grad_output, scale_at(L, 4));
    } else {
      layer.accumulate(frame.self, input, grad_output, scale_at(L, 4));
    }
  });
}

int criterion_output(lua_State* L) {
  return run(L, "output", [&](Frame& frame) {
    const nn::Criterion& criterion = upvalue<nn::Criterion>(L);
    const Value input = frame.value(2, "input");
    const nn::Trace trace(criterion.name, "forward", input);
    criterion.forward(frame.self, input, frame.value(3, "target"));
  });
}

int criterion_grad_input(lua_State* L) {
  return run(L, "gradInput", [&](Frame& frame) {
    const nn::Criterion& criterion = upvalue<nn::Criterion>(L);
    const Value input = frame.value(2, "input");
    const nn::Trace trace(criterion.name, "backward", input);
    criterion.backward(frame.self, input, frame.value(3, "target"));
  });
}

void set_method(lua_State* L, const void* engine_class, const char* name, lua_CFunction method) {
  lua_pushlightuserdata(L, const_cast<void*>(engine_class));
  lua_pushlightuserdata(L, &state_of(L));
  lua_pushcclosure(L, method, 2);
  lua_setfield(L, 1, name);
}

// define(class, [name]): the methods of the engine's class of that name (the Lua class's own by
// default) become the Lua class's.
int define(lua_State* L) {
  return guarded(L, "tocha.nn.define", [&] {
    if (!lua_istable(L, 1)) fail("a class expected, got ", luaL_typename(L, 1));
    lua_settop(L, 2);
    if (lua_isnil(L, 2)) {
      lua_getfield(L, 1, "__typename");
      lua_replace(L, 2);
    }
    const char* name = lua_tostring(L, 2);
    if (!name) fail("the class has no name");
    if (const nn::Layer* layer = nn::find_layer(name)) {
      set_method(L, layer, "updateOutput", update_output);
      set_method(L, layer, "updateGradInput", update_grad_input);
      if (layer->accumulate) set_method(L, layer, "accGradParameters", accumulate);
      if (layer->backward_all) set_method(L, layer, "backward", backward_all);
    } else if (const nn::Criterion* criterion = nn::find_criterion(name)) {
      set_method(L, criterion, "updateOutput", criterion_output);
      set_method(L, criterion, "updateGradInput", criterion_grad_input);
    } else {
      fail("the engine has no class ", name);
    }
    return 0;
  });
}

}  // namespace

void open_nn(lua_State* L) {
  lua_newtable(L);
  lua_pushcfunction(L, define);
  lua_setfield(L, -2, "define");
  lua_setfield(L, -2, "nn");
}

}  // namespace tocha::lua
