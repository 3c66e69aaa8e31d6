// SPDX-License-Identifier: BSD-3-Clause
// Host memory for tensors: blocks are reused instead of returned to the system, and every byte is
// accounted for.
//
// A block belongs to a size class (four classes to each power of two), so that a freed block fits
// the next tensor of about that size; a training step in steady state asks the system for nothing.
// What is kept so is bounded: about as much as is live, and 32 megabytes (block_cache.h). Small
// blocks stay with the thread that freed them (up to a megabyte of them), where they need no lock.
// Under a sanitizer nothing is kept. All functions may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/export.h"

namespace tocha::memory {

struct Statistics {
  int64_t live_bytes;          // in blocks that are in use
  int64_t cached_bytes;        // in freed blocks kept for reuse
  int64_t peak_bytes;          // the largest live_bytes so far (small blocks are noticed late)
  int64_t system_allocations;  // how often the system was asked for memory
};

/// `bytes` bytes aligned to 64 (null for 0). When there is no memory: gives back the cache, calls
/// the pressure hook, tries again, then throws an Environment error.
TOCHA_API void* allocate(size_t bytes);
/// Takes back a block of that many bytes. Needs no memory, throws nothing.
TOCHA_API void deallocate(void* block, size_t bytes);
/// Returns the cached blocks to the system, but for small ones that other threads keep.
TOCHA_API void release_cached();
TOCHA_API Statistics statistics();

/// No more than this many bytes, live or kept; 0 restores the default, the machine's memory or what
/// the process's control groups allow. Without such a bound an over-committing kernel grants a
/// request that later kills the process.
TOCHA_API void set_limit(int64_t bytes);

/// One function of the process, called on the thread whose allocation is about to fail, so that a
/// garbage collector can let go of tensors; returns the one that was set before. Devices call it
/// too.
using PressureHook = void (*)();
TOCHA_API PressureHook set_pressure_hook(PressureHook hook);
TOCHA_API void call_pressure_hook();

/// For tests: the n-th allocation from now on (1: the next) fails; 0 switches this off.
TOCHA_API void fail_allocation(int64_t n);

}  // namespace tocha::memory
