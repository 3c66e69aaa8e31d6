// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/parallel.h"

#include <omp.h>
#include <pthread.h>

#include <algorithm>
#include <exception>

namespace tocha {
// Registered when the CPU device is first asked for: nothing runs at load time.
void watch_for_fork() {
  static const int registered = pthread_atfork(nullptr, nullptr, [] { omp_set_num_threads(1); });
  (void)registered;
}

int num_threads() { return omp_in_parallel() ? 1 : omp_get_max_threads(); }

void set_num_threads(int count) { omp_set_num_threads(std::max(count, 1)); }

void detail::parallel_ranges(int64_t count, int64_t grain, RangeFunction run, void* context) {
  const int wanted = int(std::min<int64_t>(num_threads(), count / grain));
  if (wanted <= 1) return run(0, count, context);
  std::exception_ptr error;
#pragma omp parallel num_threads(wanted)
  {
    const int64_t threads = omp_get_num_threads();
    const int64_t me = omp_get_thread_num();
    try {
      const int64_t begin = count * me / threads, end = count * (me + 1) / threads;
      if (begin < end) run(begin, end, context);
    } catch (...) {
#pragma omp critical(tocha_parallel_error)
      error = std::current_exception();
    }
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace tocha
