// SPDX-License-Identifier: BSD-3-Clause
// Recursion as deep as the data: networks within networks, tables within tables. Data may come from
// anywhere and threads may have small stacks, so each level holds a `Nested` and there is an error
// where a crash would be. What can do without recursion does.
#pragma once

#include <cstdint>

#include "core/base/export.h"

namespace tocha {

class TOCHA_API Nested {
 public:
  /// Fails (Environment) where too little is left of this thread's stack for a level more and the
  /// kernels below it; on a stack that the system does not know (a fiber's) levels are counted.
  /// Fails (Caller) after a million levels within the outermost one: what is in two places, and
  /// that again in two, has no end in sight though it is not deep. `anew`: a count of its own.
  explicit Nested(bool anew = false);
  ~Nested();
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;

 private:
  const bool anew_;
  int64_t before_ = 0;
};

}  // namespace tocha
