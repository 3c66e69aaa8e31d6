// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/candidates.h"

namespace tocha::cpu {

void report(const char* op, const std::string& call, const char* name, const char* declined,
            const std::string& note) {
  tocha::report(concat(op, " ", call, ": ", name, declined ? " declined: " : "",
                       declined ? declined : "", note.empty() ? "" : ", ", note));
}

}  // namespace tocha::cpu
