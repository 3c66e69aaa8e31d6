// SPDX-License-Identifier: BSD-3-Clause
#include "bindings/th/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace tocha::th {

namespace {

// Runs however the process ends in an orderly way: after the script, or by os.exit.
void check_output() {
  const bool failed = std::ferror(stdout) != 0;
  errno = 0;
  if (std::fflush(stdout) == 0 && !failed) return;
  std::fprintf(stderr, "th: cannot write to the standard output%s%s\n", errno ? ": " : "",
               errno ? std::strerror(errno) : "");
  std::fflush(stderr);
  ::_exit(1);
}

}  // namespace

void watch_standard_streams() {
  constexpr int kPlaces[] = {O_WRONLY, O_RDONLY, O_RDWR};  // what nobody does with them
  for (int stream = 0; stream < 3; ++stream) {
    if (::fcntl(stream, F_GETFD) < 0 && errno == EBADF) {
      // The system gives the lowest number that is free: this one.
      [[maybe_unused]] const int place = ::open("/dev/null", kPlaces[stream]);
    }
  }
  std::atexit(check_output);
}

}  // namespace tocha::th
