// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/quiet_write.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tocha {

namespace {

// Of one write. Larger ones are slower: Linux then looks for large pages for its cache, and on a
// machine whose memory is in pieces it searches for long (measured on ext4: 1 GB in writes of 64 to
// 256 KB takes 1.2 s, of 1 MB 3 to 6 s).
constexpr size_t kLargest = 1 << 17;

// Holds the two signals back from this thread, to which the kernel sends them; at the end takes
// away those that came in between.
class SignalsHeldBack {
 public:
  SignalsHeldBack() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGPIPE);
    sigaddset(&signals_, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    sigpending(&pending_);
  }
  ~SignalsHeldBack() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  void take(int signal) const {
    if (sigismember(&pending_, signal)) return;  // somebody else's
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal);
    const timespec now = {};
    while (sigtimedwait(&one, nullptr, &now) < 0 && errno == EINTR) {
    }
  }

 private:
  sigset_t signals_, before_, pending_;
};

}  // namespace

QuietWrite quiet_write(int descriptor, const char* from, size_t n) {
  size_t done = 0;
  if (n == 0) return {0, 0};
  const SignalsHeldBack held;
  while (done < n) {
    const ssize_t count = ::write(descriptor, from + done, std::min(n - done, kLargest));
    if (count >= 0) {
      done += static_cast<size_t>(count);
      continue;
    }
    const int error = errno;
    if (error == EINTR) continue;
    if (error == EPIPE) held.take(SIGPIPE);
    if (error == EFBIG) held.take(SIGXFSZ);
    return {done, error};
  }
  return {done, 0};
}

}  // namespace tocha
