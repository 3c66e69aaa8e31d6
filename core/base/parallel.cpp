// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/parallel.h"

#include <omp.h>
#include <pthread.h>

#include <algorithm>
#include <exception>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

namespace tocha {
namespace {

// The thread sanitizer does not see how GNU OpenMP's threads wait for each other. It is told that
// what was done before `announce(&point)` has happened after `await(&point)`.
char forked, joined;
void announce([[maybe_unused]] char* point) {
#ifdef __SANITIZE_THREAD__
  __tsan_release(point);
#endif
}
void await([[maybe_unused]] char* point) {
#ifdef __SANITIZE_THREAD__
  __tsan_acquire(point);
#endif
}

}  // namespace

// Registered when the CPU device is first asked for: nothing runs at load time.
void watch_for_fork() {
  static const int registered = pthread_atfork(nullptr, nullptr, [] { omp_set_num_threads(1); });
  (void)registered;
}

int num_threads() { return omp_in_parallel() ? 1 : omp_get_max_threads(); }

void set_num_threads(int count) { omp_set_num_threads(std::max(count, 1)); }

[[gnu::no_sanitize("thread")]]  // how it hands its variables over is OpenMP's affair
void detail::parallel_ranges(int64_t count, int64_t grain, RangeFunction run, void* context) {
  const int wanted = int(std::min<int64_t>(num_threads(), count / grain));
  if (wanted <= 1) return run(0, count, context);
  std::exception_ptr error;
  announce(&forked);
#pragma omp parallel num_threads(wanted)
  {
    await(&forked);
    const int64_t threads = omp_get_num_threads();
    const int64_t me = omp_get_thread_num();
    try {
      const int64_t begin = count * me / threads, end = count * (me + 1) / threads;
      if (begin < end) run(begin, end, context);
    } catch (...) {
#pragma omp critical(tocha_parallel_error)
      {
        await(&joined);
        error = std::current_exception();
        announce(&joined);
      }
    }
    announce(&joined);
  }
  await(&joined);
  if (error) std::rethrow_exception(error);
}

}  // namespace tocha
