// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/candidates.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace tocha::cpu {

bool verbose() {
  static const bool on = [] {
    const char* value = std::getenv("TOCHA_VERBOSE");
    return value && *value && std::string_view(value) != "0";
  }();
  return on;
}

void report(const char* op, const std::string& call, const char* name, const char* declined,
            const std::string& note) {
  std::fprintf(stderr, "tocha: %s %s: %s%s%s%s%s\n", op, call.c_str(), name,
               declined ? " declined: " : "", declined ? declined : "", note.empty() ? "" : ", ",
               note.c_str());
}

}  // namespace tocha::cpu
