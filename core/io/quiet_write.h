// SPDX-License-Identifier: BSD-3-Clause
// write(2) that reports every failure as a value. By default the kernel ends a process that writes
// to a pipe without readers (SIGPIPE) or beyond the file size limit (SIGXFSZ); a library must
// neither let that happen nor change the program's signal handlers.
#pragma once

#include <cstddef>

namespace tocha {

struct QuietWrite {
  size_t written;
  int error;  // an errno, 0 where everything was written
};

/// Writes all of the `n` bytes, in as many steps as it takes.
QuietWrite quiet_write(int descriptor, const char* from, size_t n);

}  // namespace tocha
