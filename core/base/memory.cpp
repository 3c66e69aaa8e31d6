// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/memory.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <utility>
#include <vector>

#include "core/base/error.h"

namespace tocha::memory {
namespace {

constexpr size_t kAlignment = 64;
constexpr int kClasses = 4 * 48;

// Class 4k+q holds blocks of 2^k * (4+q)/4 * 64 bytes: at most a quarter of a block is unused.
int class_of(size_t bytes) {
  const size_t units = (bytes + kAlignment - 1) / kAlignment;
  if (units <= 4) return int(units) - 1;
  const int k = std::bit_width(units - 1) - 3;  // 4 * 2^k < units <= 8 * 2^k
  const size_t step = size_t(1) << k;
  const size_t quarter = (units + step - 1) / step;  // 5 ... 8
  return 4 * k + int(quarter) - 1;
}
size_t class_bytes(int c) {
  if (c < 4) return size_t(c + 1) * kAlignment;
  const int k = c / 4 - 1;
  return (size_t(c % 4) + 5) * (size_t(1) << k) * kAlignment;
}

int64_t machine_memory() {
  int64_t total = int64_t(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
  if (std::FILE* file = std::fopen("/sys/fs/cgroup/memory.max", "r")) {
    long long group = 0;
    if (std::fscanf(file, "%lld", &group) == 1 && group > 0)
      total = std::min<int64_t>(total, group);
    std::fclose(file);
  }
  return total;
}

// Small blocks that a thread freed wait for its own next tensors, without a lock: a loop over small
// tensors makes and frees one each time. Each list runs through the blocks themselves. `live`
// counts and `cached` are of what goes through here; other threads only read them.
constexpr int kNearClasses = 4;
constexpr int64_t kNearBytes = int64_t(1) << 20;
struct Near {
  void* first[kNearClasses] = {};
  std::atomic<int64_t> live{0}, cached{0};

  // A block of so many bytes passes from the cache to its user, or back (negative).
  void count(int64_t bytes) {
    live.store(live.load(std::memory_order_relaxed) + bytes, std::memory_order_relaxed);
    cached.store(cached.load(std::memory_order_relaxed) - bytes, std::memory_order_relaxed);
  }
};

struct Pool {
  std::mutex mutex;
  std::vector<Near*> near;
  std::vector<void*> free_blocks[kClasses];
  int64_t live = 0, cached = 0, peak = 0, system_allocations = 0;
  int64_t limit = 0;  // 0: not read from the machine yet
  std::atomic<int64_t> fail_in{0};
};

// Never destroyed: tensors in static variables may outlive any order of destruction.
Pool& pool() {
  static Pool* instance = new Pool;
  return *instance;
}

std::atomic<PressureHook> pressure_hook{nullptr};

[[gnu::tls_model("initial-exec")]] constinit thread_local Near* near = nullptr;

// Moves a thread's small blocks to the pool.
void empty_near(Near& n, Pool& p) {
  for (int c = 0; c < kNearClasses; ++c) {
    while (void* block = n.first[c]) {
      n.first[c] = *static_cast<void**>(block);
      p.free_blocks[c].push_back(block);
    }
  }
  p.cached += n.cached.exchange(0);
}

// Gives a thread its lists, and takes them away when it ends. Blocks freed after that go straight
// to the pool.
struct NearOwner {
  Near lists;
  NearOwner() {
    Pool& p = pool();
    std::lock_guard lock(p.mutex);
    p.near.push_back(&lists);
    near = &lists;
  }
  ~NearOwner() {
    near = nullptr;
    Pool& p = pool();
    std::lock_guard lock(p.mutex);
    std::erase(p.near, &lists);
    empty_near(lists, p);
    p.live += lists.live;
  }
};
void need_near() { thread_local NearOwner owner; }

int64_t live_bytes(const Pool& p) {
  int64_t live = p.live;
  for (const Near* n : p.near) live += n->live.load(std::memory_order_relaxed);
  return live;
}

// A block of class `c`, or null.
void* take(int c) {
  Pool& p = pool();
  const size_t bytes = class_bytes(c);
  {
    std::lock_guard lock(p.mutex);
    if (p.limit == 0) p.limit = machine_memory();
    const int64_t live = live_bytes(p) + int64_t(bytes);
    if (live > p.limit) return nullptr;
    p.live += bytes;
    p.peak = std::max(p.peak, live);
    if (!p.free_blocks[c].empty()) {
      void* block = p.free_blocks[c].back();
      p.free_blocks[c].pop_back();
      p.cached -= bytes;
      return block;
    }
    ++p.system_allocations;
  }
  void* block = std::aligned_alloc(kAlignment, bytes);
  if (!block) {
    std::lock_guard lock(p.mutex);
    p.live -= bytes;
  }
  return block;
}

}  // namespace

void* allocate(size_t bytes) {
  if (bytes == 0) return nullptr;
  const bool fails =
      pool().fail_in.load(std::memory_order_relaxed) > 0 && pool().fail_in.fetch_sub(1) == 1;
  // Beyond 2^47 bytes there is no address space, and the classes end.
  if (bytes < (size_t(1) << 47) && !fails) {
    const int c = class_of(bytes);
    if (Near* n = near; n && c < kNearClasses && n->first[c]) {
      void* block = n->first[c];
      n->first[c] = *static_cast<void**>(block);
      __builtin_prefetch(n->first[c]);  // the next call reads its link
      n->count(int64_t(class_bytes(c)));
      return block;
    }
    if (void* block = take(c)) return block;
    call_pressure_hook();
    release_cached();
    if (void* block = take(c)) return block;
  }
  const Statistics now = statistics();
  fail_environment("out of memory: asked for ", bytes, " bytes while ", now.live_bytes,
                   " bytes are in use by tensors");
}

void deallocate(void* block, size_t bytes) {
  if (!block) return;
  const int c = class_of(bytes);
  if (c < kNearClasses) {
    if (!near) need_near();
    if (Near* n = near; n && n->cached.load(std::memory_order_relaxed) < kNearBytes) {
      *static_cast<void**>(block) = std::exchange(n->first[c], block);
      return n->count(-int64_t(class_bytes(c)));
    }
  }
  Pool& p = pool();
  std::lock_guard lock(p.mutex);
  p.live -= class_bytes(c);
  p.cached += class_bytes(c);
  p.free_blocks[c].push_back(block);
}

void release_cached() {
  Pool& p = pool();
  std::lock_guard lock(p.mutex);
  if (near) empty_near(*near, p);
  for (auto& blocks : p.free_blocks) {
    for (void* block : blocks) std::free(block);
    blocks.clear();
  }
  p.cached = 0;
}

Statistics statistics() {
  Pool& p = pool();
  std::lock_guard lock(p.mutex);
  const int64_t live = live_bytes(p);
  int64_t cached = p.cached;
  for (const Near* n : p.near) cached += n->cached.load(std::memory_order_relaxed);
  p.peak = std::max(p.peak, live);
  return {live, cached, p.peak, p.system_allocations};
}

void set_limit(int64_t bytes) {
  Pool& p = pool();
  std::lock_guard lock(p.mutex);
  p.limit = bytes;
}

PressureHook set_pressure_hook(PressureHook hook) { return pressure_hook.exchange(hook); }

void call_pressure_hook() {
  if (const PressureHook hook = pressure_hook) hook();
}

void fail_allocation(int64_t n) { pool().fail_in = n; }

}  // namespace tocha::memory
