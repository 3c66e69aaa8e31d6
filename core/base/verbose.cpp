// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/verbose.h"

#include <cstdio>
#include <cstdlib>

namespace tocha {

bool verbose() {
  static const bool asked = [] {
    const char* value = secure_getenv("TOCHA_VERBOSE");
    return value && *value && *value != '0';
  }();
  return asked;
}

void report(const std::string& text) { std::fprintf(stderr, "tocha: %s\n", text.c_str()); }

}  // namespace tocha
