// SPDX-License-Identifier: BSD-3-Clause
// Loops over a shared OpenMP pool, the same that oneDNN and OpenBLAS use. This is the only place of
// the engine that starts threads.
//
// A forked child runs everything on its own thread: GNU OpenMP's pool does not survive `fork`, and
// a parallel region in the child would wait for threads that no longer exist.
#pragma once

#include <cstdint>
#include <type_traits>

#include "core/base/export.h"

namespace tocha {

/// Makes a forked child use one thread; called before anything may have started the pool, which
/// oneDNN and OpenBLAS do too.
TOCHA_API void watch_for_fork();

/// How many threads a parallel loop of this thread may use.
TOCHA_API int num_threads();
/// Sets it (at least 1).
TOCHA_API void set_num_threads(int count);

namespace detail {
using RangeFunction = void (*)(int64_t begin, int64_t end, void* context);
TOCHA_API void parallel_ranges(int64_t count, int64_t grain, RangeFunction run, void* context);
}  // namespace detail

/// Calls `body(begin, end)` for disjoint ranges that cover 0 ... count-1, in parallel when there
/// are at least two times `grain` items. The split depends only on count, grain and num_threads().
/// An exception of a body is thrown again here.
template <class Body>
void parallel_for(int64_t count, int64_t grain, Body&& body) {
  if (count < 2 * grain) {
    if (count > 0) body(int64_t(0), count);
    return;
  }
  using Function = std::remove_reference_t<Body>;
  detail::parallel_ranges(
      count, grain,
      [](int64_t begin, int64_t end, void* context) {
        (*static_cast<Function*>(context))(begin, end);
      },
      const_cast<void*>(static_cast<const void*>(&body)));
}

}  // namespace tocha
