// SPDX-License-Identifier: BSD-3-Clause
// Loops over the engine's threads (team.h), which oneDNN and OpenBLAS use too (core/cpu/openmp.h).
//
// How a loop is cut into ranges depends on the number of threads that was chosen; how many threads
// run the ranges depends on what the process may use and what other work is going on. So a number
// of threads gives the same results everywhere, and 16 of them on two processors cost little.
//
// The threads are our own, not OpenMP's. GNU OpenMP waits by spinning for 15 ms unless it is told
// otherwise in the environment before it is loaded, which nobody can do in somebody else's process,
// and it ends the process where no thread can be made. Mean times on two processors, alone and
// beside a busy process on each (milliseconds; tests/bench/README.md):
//
//                                    OpenMP      told to spin 0.1 ms   ours
//   10 steps of the two spirals      2.9   28    3.0    7.7            2.5    3.8
//   LeNet step                       9.9  120+   9.5   30              9.7   27
//   ResNet-20 forward, one image     1.0   10    1.2    3.2            1.1    1.7
#pragma once

#include <cstdint>
#include <type_traits>

#include "core/base/export.h"

namespace tocha {

/// Into how many ranges a parallel loop of this thread may be cut: what set_num_threads said, at
/// first what OMP_NUM_THREADS says or else the processors that the process may use. Inside of a
/// parallel loop it is 1.
TOCHA_API int num_threads();
/// Sets it (at least 1) for this thread's loops.
TOCHA_API void set_num_threads(int count);
/// What set_num_threads said, inside of a loop too.
TOCHA_API int chosen_threads();

/// How many threads oneDNN and OpenBLAS are given: num_threads(), but not more than there are
/// processors or than could be made.
TOCHA_API int team_threads();

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
