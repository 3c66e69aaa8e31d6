// SPDX-License-Identifier: BSD-3-Clause
// The GPUs for Lua: opens their library and answers for the package cutorch (lua/cutorch). Devices
// count from 1 here. Nothing of CUDA is known to this file but the name of the library.
#include <atomic>

#include "bindings/lua/modules.h"
#include "core/device_library.h"

namespace tocha::lua {
namespace {

std::atomic<const DeviceLibrary*> opened{nullptr};  // one for the process, as its devices are

const DeviceLibrary& gpus() { return *opened.load(std::memory_order_acquire); }
Device& current_gpu() { return gpus().device(gpus().current()); }

// The argument as an index from 0; the current device when it is absent.
int device_index(Call& c, int argument) {
  if (!c.has(argument)) return gpus().current();
  const int64_t number = c.integer(argument);
  if (number < 1 || number > gpus().count) {
    fail("device ", number, " is out of range 1 to ", gpus().count);
  }
  return int(number - 1);
}

void properties(Call& c) {
  const DeviceProperties found = gpus().properties(device_index(c, 0));
  lua_createtable(c.L, 0, int(found.numbers.size()) + 1);
  lua_pushstring(c.L, found.name.c_str());
  lua_setfield(c.L, -2, "name");
  for (const auto& [name, value] : found.numbers) {
    lua_pushnumber(c.L, value);
    lua_setfield(c.L, -2, name);
  }
  c.pushed(1);
}

void device_of(Call& c) {
  const Tensor& t = c.tensor(0);
  int number = 0;
  for (int i = 0; t.storage() && i < gpus().count; ++i) {
    if (&gpus().device(i) == &t.device()) number = i + 1;
  }
  c.push(double(number));
}

void statistics(Call& c) {
  const DeviceMemory now = gpus().memory(device_index(c, 0));
  const std::pair<const char*, int64_t> fields[] = {{"free", now.free},
                                                    {"total", now.total},
                                                    {"live", now.live},
                                                    {"cached", now.cached},
                                                    {"peak", now.peak}};
  lua_createtable(c.L, 0, 5);
  for (const auto& [name, value] : fields) {
    lua_pushnumber(c.L, double(value));
    lua_setfield(c.L, -2, name);
  }
  c.pushed(1);
}

constexpr Overload kGpus[] = {
    {"getDeviceCount", "", [](Call& c) { c.push(double(gpus().count)); }},
    {"getDevice", "", [](Call& c) { c.push(double(gpus().current() + 1)); }},
    {"setDevice", "device:integer", [](Call& c) { gpus().set_current(device_index(c, 0)); }},
    // The device of a tensor's elements, 0 for one without memory; what t:getDevice() calls.
    {"deviceOf", "t:tensor", device_of},
    {"synchronize", "", [](Call&) { current_gpu().synchronize(); }},
    {"synchronizeAll", "",
     [](Call&) {
       for (int i = 0; i < gpus().count; ++i) gpus().device(i).synchronize();
     }},
    // What a script can still have, which includes the freed blocks kept for it, and all there is.
    {"getMemoryUsage", "[device:integer]",
     [](Call& c) {
       const DeviceMemory now = gpus().memory(device_index(c, 0));
       c.push(double(now.free + now.cached));
       c.push(double(now.total));
     }},
    {"getMemoryStatistics", "[device:integer]", statistics},
    {"releaseMemory", "[device:integer]",
     [](Call& c) { gpus().release_cached(device_index(c, 0)); }},
    {"getDeviceProperties", "[device:integer]", properties},
};

// open(): the table of functions; an error when no GPU can be used.
int open_library(lua_State* L) {
  return guarded(L, "cutorch", [&] {
    const DeviceLibrary& library = load_device_library("cuda");
    opened.store(&library, std::memory_order_release);
    types_of(state_of(L), library.type_prefix).current = current_gpu;
    lua_newtable(L);
    add_functions(L, "cutorch.", kGpus);
    return 1;
  });
}

}  // namespace

void open_cuda(lua_State* L) {
  lua_pushcfunction(L, open_library);
  lua_setfield(L, -2, "open_cuda");
}

}  // namespace tocha::lua
