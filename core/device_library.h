// SPDX-License-Identifier: BSD-3-Clause
// Devices that come in a library of their own, opened when a script asks for them: libtocha-cuda
// for the GPUs. The engine and its bindings thus link nothing of such a device; they know this
// table, which the library's one exported function returns.
//
// The library is looked for beside the engine's own, then where the system looks. An environment
// variable names another file instead: TOCHA_CUDA_LIBRARY for "cuda" (tests let a second device
// pose as a GPU that way).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/device.h"

namespace tocha {

/// Memory of a device in bytes. Of what the system calls used, `live` is in tensors and `cached`
/// is kept for the next ones; `free` is what the system has left.
struct DeviceMemory {
  int64_t free, total;
  int64_t live, cached, peak;
};

struct DeviceProperties {
  std::string name;
  std::vector<std::pair<const char*, double>> numbers;
};

/// The devices of a library. They count from 0 here, from 1 in Lua; the caller checks the range.
struct DeviceLibrary {
  const char* type_prefix;
  int count;
  Device& (*device)(int index);
  int (*current)();  // of the calling thread
  void (*set_current)(int index);
  DeviceMemory (*memory)(int index);
  void (*release_cached)(int index);
  DeviceProperties (*properties)(int index);
};

/// What both sides must agree on; it changes with the table of kernels.
inline constexpr uint64_t kDeviceInterface =
    uint64_t(1) << 32 | sizeof(Kernels) << 16 | sizeof(DeviceLibrary) << 8 | sizeof(Tensor) % 256;

/// The function that the library exports as `tocha_device_library`: the table, null when the
/// interface is not its own. Throws Environment when there is no device that it can use.
using DeviceLibraryEntry = const DeviceLibrary*(uint64_t interface);

/// The file of the engine's library as it was opened; "" if unknown.
TOCHA_API std::string library_file();

/// Opens libtocha-<name> and returns its table; again when called again. Throws Environment when
/// there is no such library, it was built for another engine, or it finds no device.
TOCHA_API const DeviceLibrary& load_device_library(const std::string& name);

}  // namespace tocha
