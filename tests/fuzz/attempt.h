// SPDX-License-Identifier: BSD-3-Clause
// Runs what may fail: an error is fine, an internal error is a finding.
#pragma once

#include <cstdio>
#include <cstdlib>

#include "core/base/error.h"
#include "core/base/memory.h"

namespace tocha::fuzz {

/// Bytes that tensors may have: a hostile size is then an error, on every machine.
inline constexpr int64_t kMemory = int64_t{256} << 20;

template <class F>
void attempt(F&& f) {
  memory::set_limit(kMemory);
  try {
    f();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::Bug) return;
    std::fprintf(stderr, "%s\n", error.what());
    std::abort();
  }
}

}  // namespace tocha::fuzz
