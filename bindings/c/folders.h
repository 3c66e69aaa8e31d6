// SPDX-License-Identifier: BSD-3-Clause
// Where the parts of an installed or built tree lie.
#pragma once

#include <string>

namespace tocha {

struct Folders {
  std::string lua;      // has torch/init.lua in it
  std::string library;  // where the engine's library is
};

/// Finds them; `lua` is the one asked for, if any. Throws Environment with the places it looked at.
Folders find_folders(const std::string& lua);

}  // namespace tocha
