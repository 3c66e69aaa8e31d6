// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>

#include "core/base/processors.h"
#include "core/base/team.h"

namespace tocha {
namespace {

// What OMP_NUM_THREADS says (its first number), since programs of this field are told with it;
// otherwise the processors that may be used.
int default_threads() {
  const char* text = secure_getenv("OMP_NUM_THREADS");
  const int count = text ? std::atoi(text) : 0;
  return count > 0 ? count : available_processors();
}

// More ranges than this serve no machine.
constexpr int kMostRanges = 1024;

thread_local int chosen = 0;  // 0: nothing yet

// A loop in ranges, each of which is taken by the first thread that comes to it. A thread begins
// with its own share, so that the same data meet the same cache in the next loop.
struct Loop {
  static constexpr int kWord = 64;

  int64_t count;
  int ranges;
  detail::RangeFunction run;
  void* context;
  int members = 1;
  std::atomic<uint64_t> taken[kMostRanges / kWord] = {};
  std::atomic<bool> failed{false};
  std::exception_ptr error{};

  bool take(int range) {
    const uint64_t bit = uint64_t(1) << (range % kWord);
    return !(taken[range / kWord].fetch_or(bit) & bit);
  }
  void work(int member) {
    const int first = int(int64_t(member) * ranges / members);
    for (int i = 0; i < ranges; ++i) {
      const int range = (first + i) % ranges;
      if (!take(range)) continue;
      try {
        run(count * range / ranges, count * (range + 1) / ranges, context);
      } catch (...) {
        if (!failed.exchange(true)) error = std::current_exception();
      }
    }
  }
};

}  // namespace

int chosen_threads() {
  static const int before_any_choice = default_threads();
  return chosen > 0 ? chosen : before_any_choice;
}

int num_threads() { return team::inside() ? 1 : std::min(chosen_threads(), kMostRanges); }

void set_num_threads(int count) { chosen = std::max(count, 1); }

int team_threads() { return team::possible(num_threads()); }

void detail::parallel_ranges(int64_t count, int64_t grain, RangeFunction run, void* context) {
  const int ranges = int(std::min<int64_t>(num_threads(), count / grain));
  if (ranges <= 1) return run(0, count, context);
  Loop loop{count, ranges, run, context};
  // A grain is some microseconds of work, and one item more than that where the grain is 1. To wake
  // a thread costs as much as some grains: small loops do without, until many came.
  thread_local int64_t alone = 0;
  alone += count / grain;
  const bool wake = grain == 1 || alone >= 16;
  if (wake) alone = 0;
  team::run_helped(
      ranges, wake, [](int member, void* loop) { static_cast<Loop*>(loop)->work(member); }, &loop,
      loop.members);
  if (loop.error) std::rethrow_exception(loop.error);
}

}  // namespace tocha
