// SPDX-License-Identifier: BSD-3-Clause
// No path is compiled in, so that a tree can be moved: the packages are found from where the
// engine's library and the program lie. The build folder repeats the layout of an installed tree.
#include "bindings/c/folders.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/device_library.h"

namespace tocha {
namespace {

namespace fs = std::filesystem;

// The place without links and dots; "" where there is nothing. The functions of std::filesystem
// that do this without throwing end the process where there is no memory.
fs::path real(const fs::path& file) {
  const std::unique_ptr<char, void (*)(void*)> found(::realpath(file.c_str(), nullptr), std::free);
  return found ? found.get() : "";
}

fs::path folder_of(const fs::path& file) { return real(file).parent_path(); }

}  // namespace

Folders find_folders(const std::string& asked) {
  const fs::path library = folder_of(library_file()), program = folder_of("/proc/self/exe");
  const char* variable = secure_getenv("TOCHA_LUA");
  std::vector<fs::path> places;
  if (!asked.empty()) {
    places = {asked};
  } else if (variable && *variable) {
    places = {variable};
  } else {
    // lib/ or, with a name for the architecture in it, lib/x86_64-linux-gnu/
    for (const fs::path& up : {library / "..", library / "../..", program / ".."}) {
      places.push_back(up / "share/lua/5.1");
    }
    for (const fs::path& beside : {library, program}) places.push_back(beside / "lua");
  }
  std::string looked_at;
  for (const fs::path& place : places) {
    if (::access((place / "torch/init.lua").c_str(), F_OK) == 0) {
      return {real(place).string(), library.string()};
    }
    looked_at += (looked_at.empty() ? "" : ", ") + place.lexically_normal().string();
  }
  fail_environment("no folder with the Lua packages (torch/init.lua) found, looked at ", looked_at,
                   "; TOCHA_LUA can name it");
}

}  // namespace tocha
