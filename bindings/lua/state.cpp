// SPDX-License-Identifier: BSD-3-Clause
#include "bindings/lua/state.h"

#include <cstring>
#include <new>

#include "bindings/lua/entry.h"
#include "core/base/memory.h"
#include "core/base/random.h"

namespace tocha::lua {
namespace {

const char kStateKey = 0;  // its address names the State in the registry

int collect_state(lua_State* L) {
  static_cast<State*>(lua_touserdata(L, 1))->~State();
  return 0;
}

// The registry reference of a type's metatable.
int metatable_of(State& state, const Device& device, DType dtype, bool storage) {
  // The CPU's types are registered first.
  DeviceTypes& types =
      device.type_prefix()[0] == 0 ? state.types[0] : types_of(state, device.type_prefix());
  const int reference = (storage ? types.storage : types.tensor)[int(dtype)];
  if (reference == LUA_NOREF) {
    fail("no Lua type for ", device.type_prefix(), dtype, storage ? "Storage" : "Tensor",
         " is registered");
  }
  return reference;
}

}  // namespace

State::~State() = default;

DeviceTypes& types_of(State& state, std::string_view prefix) {
  for (DeviceTypes& types : state.types) {
    if (types.prefix == prefix) return types;
  }
  DeviceTypes& types = state.types.emplace_back();
  types.prefix = prefix;
  std::fill(std::begin(types.tensor), std::end(types.tensor), LUA_NOREF);
  std::fill(std::begin(types.storage), std::end(types.storage), LUA_NOREF);
  return types;
}

int collect_tensor(lua_State* L) {
  if (to_tensor(L, 1)) {
    auto* box = static_cast<TensorBox*>(lua_touserdata(L, 1));
    box->mark = 0;
    box->~TensorBox();
  }
  return 0;
}

int collect_storage(lua_State* L) {
  if (to_storage(L, 1)) {
    auto* box = static_cast<StorageBox*>(lua_touserdata(L, 1));
    box->mark = 0;
    box->~StorageBox();
  }
  return 0;
}

static State* known_state(lua_State* L) {
  lua_pushlightuserdata(L, const_cast<char*>(&kStateKey));
  lua_rawget(L, LUA_REGISTRYINDEX);
  auto* state = static_cast<State*>(lua_touserdata(L, -1));
  lua_pop(L, 1);
  return state;
}

State& state_of(lua_State* L) {
  if (State* state = known_state(L)) return *state;
  lua_pushlightuserdata(L, const_cast<char*>(&kStateKey));
  auto* state = new (lua_newuserdata(L, sizeof(State))) State;
  lua_newtable(L);
  lua_pushcfunction(L, collect_state);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  state->generator = std::make_shared<Generator>();
  lua_pushboolean(L, false);
  state->environment_error = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_rawset(L, LUA_REGISTRYINDEX);
  return *state;
}

Tensor& push_new_tensor(lua_State* L, State& state, DType dtype, Device& device) {
  luaL_checkstack(L, 4, nullptr);
  const int metatable = metatable_of(state, device, dtype, false);
  auto* box = static_cast<TensorBox*>(lua_newuserdata(L, sizeof(TensorBox)));
  new (&box->tensor) Tensor(dtype, device);
  box->mark = uintptr_t(box) ^ kTensorMark;
  lua_rawgeti(L, LUA_REGISTRYINDEX, metatable);
  lua_setmetatable(L, -2);
  return box->tensor;
}

Tensor& push_tensor(lua_State* L, State& state, Tensor tensor) {
  return push_new_tensor(L, state, tensor.dtype(), tensor.device()) = std::move(tensor);
}

void push_storage(lua_State* L, State& state, StoragePtr storage) {
  luaL_checkstack(L, 4, nullptr);
  const int metatable = metatable_of(state, storage->device(), storage->dtype(), true);
  auto* box = new (lua_newuserdata(L, sizeof(StorageBox))) StorageBox{std::move(storage), 0};
  box->mark = uintptr_t(box) ^ kStorageMark;
  lua_rawgeti(L, LUA_REGISTRYINDEX, metatable);
  lua_setmetatable(L, -2);
}

namespace {

// A cycle of Lua's collector visits the whole heap, and the default pause starts one whenever the
// heap has doubled. In a loop over small tensors a heap of a few hundred kilobytes is visited so
// often that it costs as much as the tensors: such heaps may grow further. A pause that the script
// has set stays as it is.
void pace_small_heap(lua_State* L, State& state) {
  constexpr int kDefaultPause = 200, kSmallHeapPause = 400, kSmallHeap = 16 << 10;  // kilobytes
  const int pause = lua_gc(L, LUA_GCCOUNT, 0) < kSmallHeap ? kSmallHeapPause : kDefaultPause;
  const int before = lua_gc(L, LUA_GCSETPAUSE, pause);
  if (before != state.pause) {
    lua_gc(L, LUA_GCSETPAUSE, before);
  } else {
    state.pause = pause;
  }
}

}  // namespace

void collect_garbage(lua_State* L, State& state) {
  const int64_t total = Storage::allocated_on_this_thread();
  const int64_t fresh = total - state.seen_bytes;
  if (fresh == 0) return;
  state.seen_bytes = total;
  if (fresh < 0) return;  // the state moved to another thread
  if (++state.allocations % 4096 == 0) pace_small_heap(L, state);
  state.debt += fresh;
  if (state.debt < state.threshold / 2) return;
  // Past half the threshold a cycle is spread over the next allocations, so that it ends at about
  // the threshold. One step of n handles about 2n kilobytes of Lua objects.
  const double share = 2 * double(fresh) / double(state.threshold);
  const double kilobytes = lua_gc(L, LUA_GCCOUNT, 0);
  const int step = int(std::min(kilobytes * share, kilobytes)) + 16;
  if (lua_gc(L, LUA_GCSTEP, step) == 1) {
    state.debt = 0;
    state.threshold = std::max<int64_t>(int64_t(64) << 20, memory::statistics().live_bytes / 2);
  }
}

void collect_under_pressure(void* context) {
  auto* L = static_cast<lua_State*>(context);
  const auto collect = [](lua_State* inner) { return lua_gc(inner, LUA_GCCOLLECT, 0), 0; };
  // An error, of a finalizer or for want of memory, must not cross the engine.
  if (lua_cpcall(L, collect, nullptr) != 0) lua_pop(L, 1);
}

void detail::push_error(lua_State* L, const char* where, const std::exception& error) {
  const bool no_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
  const char* text = no_memory ? "out of memory" : error.what();
  State& state = state_of(L);
  if (state.error_builder == LUA_NOREF) {
    lua_pushfstring(L, "%s: %s", where, text);
  } else {
    lua_rawgeti(L, LUA_REGISTRYINDEX, state.error_builder);
    lua_pushfstring(L, "%s: %s", where, text);
    if (lua_pcall(L, 1, 1, 0) != 0) lua_pushfstring(L, "%s: %s", where, text);
  }
  const auto* ours = dynamic_cast<const Error*>(&error);
  if (no_memory || (ours && ours->kind() == ErrorKind::Environment)) {
    lua_pushstring(L, text);  // without the names in front of it, which others may change
    lua_rawseti(L, LUA_REGISTRYINDEX, state.environment_error);
  }
}

bool is_environment_error(lua_State* L, std::string_view message) {
  // LuaJIT's own text, ours, also where another call has failed since, and the C library's
  for (const char* text : {"not enough memory", "out of memory", "Cannot allocate memory"}) {
    if (message.find(text) != message.npos) return true;
  }
  const State* state = known_state(L);
  if (!state) return false;
  lua_rawgeti(L, LUA_REGISTRYINDEX, state->environment_error);
  const char* last = lua_isstring(L, -1) ? lua_tostring(L, -1) : nullptr;
  const bool found = last && message.find(last) != message.npos;
  lua_pop(L, 1);
  return found;
}

}  // namespace tocha::lua
