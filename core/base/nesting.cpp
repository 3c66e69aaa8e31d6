// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/nesting.h"

#include <pthread.h>

#include <algorithm>

#include "core/base/error.h"

namespace tocha {

namespace {

// What a kernel may need: of the layers recorded from Torch7, float and double, at most 45 KiB.
constexpr size_t kReserve = size_t{64} << 10;
// A level of a network takes 1 KiB or 2; fibers have 64 KiB and more.
constexpr int kMostOnUnknownStack = 20;
constexpr int64_t kMostLevels = int64_t{1} << 20;

struct Stack {
  uintptr_t low = 0, high = 0;  // equal: not known
  size_t size() const { return high - low; }
};

Stack stack_of_this_thread() {
  Stack stack;
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return stack;
  void* low = nullptr;
  size_t size = 0;
  if (pthread_attr_getstack(&attributes, &low, &size) == 0) {
    stack = {uintptr_t(low), uintptr_t(low) + size};
  }
  pthread_attr_destroy(&attributes);
  return stack;
}

void check_stack(int depth) {
  static thread_local const Stack stack = stack_of_this_thread();
  const auto here = uintptr_t(__builtin_frame_address(0));
  if (here > stack.low && here <= stack.high) {
    if (here - stack.low >= std::min(kReserve, stack.size() / 2)) return;
    fail_environment("nested too deeply for a stack of ", stack.size() >> 10, " KiB");
  }
  if (depth < kMostOnUnknownStack) return;
  fail_environment("nested more than ", kMostOnUnknownStack, " levels deep on a foreign stack");
}

thread_local int depth = 0;
thread_local int64_t levels = 0;

}  // namespace

Nested::Nested(bool anew) : anew_(anew) {
  check_stack(depth);
  if (anew_) before_ = levels;
  if (anew_ || depth == 0) levels = 0;
  if (levels == kMostLevels) fail("more than ", kMostLevels, " modules and tables in one call");
  ++levels;
  ++depth;
}

Nested::~Nested() {
  --depth;
  if (anew_) levels = before_;
}

}  // namespace tocha
