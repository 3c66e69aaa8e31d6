// SPDX-License-Identifier: BSD-3-Clause
// What the binding keeps for one Lua state, and how tensors and storages live in userdata.
//
// A tensor's userdata holds the Tensor itself; a storage's holds a reference. Both end with a mark
// made from their own address, so that telling whether a userdata is ours takes no table look-up
// and cannot be fooled by another library's userdata.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <lua.hpp>

#include "bindings/lua/box.h"
#include "core/base/collector.h"
#include "core/device.h"

namespace tocha::lua {

struct Entry;  // an overloaded function (call.h)

/// Lua types of one device kind: the metatables of its tensors and storages, as registry
/// references.
struct DeviceTypes {
  std::string prefix;
  Device& (*current)() = nullptr;  // where a constructor makes new tensors
  int tensor[kDTypes];
  int storage[kDTypes];
};

enum class FileKind { Disk, Pipe, Memory };

struct State {
  ~State();
  std::vector<std::unique_ptr<Entry>> entries;
  std::vector<DeviceTypes> types;
  DType default_dtype = DType::Double;
  Device& (*default_device)() = cpu_device;
  DType making = DType::Double;  // the type and device of the constructor that runs
  Device* making_on = nullptr;
  std::shared_ptr<Generator> generator;  // of random functions that are not given one
  int generator_type = LUA_NOREF;        // the class of generators, a registry reference
  int file_type[3] = {LUA_NOREF, LUA_NOREF, LUA_NOREF};  // by FileKind, the same
  int error_builder = LUA_NOREF;  // Lua function: text -> message with the user's line

  // Tensor bytes since the collector's last cycle (see collect_garbage).
  int64_t seen_bytes = 0, debt = 0, threshold = int64_t(64) << 20;
  unsigned allocations = 0;  // calls that allocated tensor bytes
  int pause = 200;           // the collector's, as we left it

  int environment_error = LUA_NOREF;  // the last text of an error of that kind, a reference
};

/// The state's record, made by luaopen_tocha.
State& state_of(lua_State* L);

struct TensorBox {
  Tensor tensor;
  uintptr_t mark;
};
struct StorageBox {
  StoragePtr storage;
  uintptr_t mark;
};
inline constexpr uintptr_t kTensorMark = 0x5EED7E4502ull, kStorageMark = 0x5EED570A6Eull;

/// The tensor or storage at a stack index, or null when something else is there.
inline Tensor* to_tensor(lua_State* L, int index) {
  auto* box = static_cast<TensorBox*>(lua_touserdata(L, index));
  if (!box || lua_objlen(L, index) != sizeof(TensorBox)) return nullptr;
  return box->mark == (uintptr_t(box) ^ kTensorMark) ? &box->tensor : nullptr;
}
inline Storage* to_storage(lua_State* L, int index) {
  auto* box = static_cast<StorageBox*>(lua_touserdata(L, index));
  if (!box || lua_objlen(L, index) != sizeof(StorageBox)) return nullptr;
  return box->mark == (uintptr_t(box) ^ kStorageMark) ? box->storage.get() : nullptr;
}

/// Pushes a new Lua object: an empty tensor, or one over the tensor or storage given.
Tensor& push_new_tensor(lua_State* L, State& state, DType dtype, Device& device);
Tensor& push_tensor(lua_State* L, State& state, Tensor tensor);
void push_storage(lua_State* L, State& state, StoragePtr storage);

/// The types of a device kind, made when first asked for.
DeviceTypes& types_of(State& state, std::string_view prefix);

/// __gc of tensors and storages.
int collect_tensor(lua_State* L);
int collect_storage(lua_State* L);

/// Steps Lua's collector in proportion to the tensor bytes this thread has allocated since the last
/// call: Lua sees a few hundred bytes where a tensor holds megabytes. Called from C functions only,
/// never from an allocation that JIT-compiled code may reach.
void collect_garbage(lua_State* L, State& state);

/// Collects all garbage of the Lua state given; errors of finalizers end there.
void collect_under_pressure(void* L);

/// While it lives, this thread runs a C function for that Lua state: only then may the collector
/// run as the last resort before "out of memory".
class Running {
 public:
  explicit Running(lua_State* L) : outer_(memory::collector) {
    memory::collector = {collect_under_pressure, L};
  }
  Running(const Running&) = delete;
  ~Running() { memory::collector = outer_; }

 private:
  const memory::Collector outer_;
};

/// Runs `body`, which returns how many values it pushed. A C++ exception becomes a Lua error that
/// names `where` and the user's line; it is raised after everything of `body` is unwound.
template <class Body>
int guarded(lua_State* L, const char* where, Body&& body);

/// Whether a script that ended with that message met an error of kind Environment: Lua carries only
/// the text of an error, which programs catch, add to and raise again.
bool is_environment_error(lua_State* L, std::string_view message);

namespace detail {
void push_error(lua_State* L, const char* where, const std::exception& error);
}

template <class Body>
int guarded(lua_State* L, const char* where, Body&& body) {
  try {
    Running running(L);
    return body();
  } catch (const std::exception& error) {
    detail::push_error(L, where, error);
  }
  return lua_error(L);
}

}  // namespace tocha::lua
