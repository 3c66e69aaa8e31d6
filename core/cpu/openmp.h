// SPDX-License-Identifier: BSD-3-Clause
// The engine's threads under libraries that were compiled for OpenMP: oneDNN and OpenBLAS.
//
// Such a library calls a handful of functions of GNU OpenMP. After it is loaded, these calls are
// led to functions here, which run its parallel regions on a team (core/base/team.h). Nobody else
// in the process sees them: a host's own OpenMP loops run on its own OpenMP. What would not do:
// - GNU OpenMP itself: it waits by spinning for 15 ms, which only the environment changes, before
//   it is loaded; it ends the process when it cannot make a thread; its threads do not survive
//   fork; a host that uses it has loaded it long before us.
// - A library of ours with OpenMP's names: whatever a host loads later would find half of an
//   OpenMP. Found by the two libraries only (RTLD_DEEPBIND), these would also find another malloc
//   than the host's where it has its own, and hosts under the sanitizers refuse it.
#pragma once

namespace tocha::cpu {

/// The OpenMP of a host, which a library keeps. Null: the library runs on our threads.
struct HostOpenMP {
  int (*get_max_threads)() = nullptr;
  void (*set_num_threads)(int) = nullptr;
};

/// Leads the OpenMP calls of the library that holds the address `inside` to our threads. It is left
/// as it is, with the host's OpenMP, where it calls functions of OpenMP that are not served here,
/// and where the caller says that the host uses it: its regions may be running now.
HostOpenMP lend_threads(const void* inside, bool used_by_host);

/// While it lives, the host's OpenMP has one thread for this thread's calls.
class OneHostThread {
 public:
  explicit OneHostThread(const HostOpenMP& host) : host_(host) {
    if (!host_.set_num_threads) return;
    before_ = host_.get_max_threads();
    host_.set_num_threads(1);
  }
  OneHostThread(const OneHostThread&) = delete;
  ~OneHostThread() {
    if (host_.set_num_threads) host_.set_num_threads(before_);
  }

 private:
  const HostOpenMP& host_;
  int before_ = 1;
};

}  // namespace tocha::cpu
