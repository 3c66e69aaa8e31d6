// SPDX-License-Identifier: BSD-3-Clause
#include "core/device_library.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>

namespace tocha {
namespace {

std::string override_of(std::string name) {
  for (char& c : name) c = char(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  const char* file = secure_getenv(("TOCHA_" + name + "_LIBRARY").c_str());
  return file ? file : "";
}

// Libraries are never closed: devices live as long as the process, and so may their tensors.
void* open_library(const std::string& name, const std::string& file) {
  const std::string chosen = override_of(name);
  if (!chosen.empty()) return dlopen(chosen.c_str(), RTLD_NOW | RTLD_LOCAL);
  const std::string own = library_file();
  const std::string beside = own.substr(0, own.rfind('/') + 1) + file;
  // A library that is there but does not open says why; only one that is not there is sought on.
  if (access(beside.c_str(), F_OK) == 0) return dlopen(beside.c_str(), RTLD_NOW | RTLD_LOCAL);
  return dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
}

}  // namespace

std::string library_file() {
  Dl_info info;
  if (!dladdr(reinterpret_cast<void*>(&load_device_library), &info) || !info.dli_fname) return "";
  return info.dli_fname;
}

const DeviceLibrary& load_device_library(const std::string& name) {
  const std::string file = concat("libtocha-", name, ".so");
  void* library = open_library(name, file);
  if (!library) fail_environment("the library ", file, " cannot be opened: ", dlerror());
  auto* entry = reinterpret_cast<DeviceLibraryEntry*>(dlsym(library, "tocha_device_library"));
  const DeviceLibrary* table = entry ? entry(kDeviceInterface) : nullptr;
  if (!table) fail_environment("the library ", file, " belongs to another version of the engine");
  return *table;
}

}  // namespace tocha
