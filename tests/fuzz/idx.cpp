// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/idx.h"

#include <sys/mman.h>
#include <unistd.h>

#include "tests/fuzz/attempt.h"
#include "tests/fuzz/targets.h"

namespace tocha::fuzz {

void idx(const uint8_t* data, size_t size) {
  const int descriptor = ::memfd_create("idx", 0);
  if (descriptor < 0) return;
  if (::write(descriptor, data, size) == ssize_t(size)) {
    attempt([&] { read_idx(concat("/proc/self/fd/", descriptor)); });
  }
  ::close(descriptor);
}

}  // namespace tocha::fuzz
