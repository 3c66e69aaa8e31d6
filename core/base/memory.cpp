// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/memory.h"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <mutex>

#include "core/base/block_cache.h"
#include "core/base/collector.h"
#include "core/base/control_group.h"
#include "core/base/error.h"
#include "core/base/sanitizers.h"

namespace tocha::memory {
namespace {

// What the process may use: the machine's memory, or less where a control group says so.
int64_t machine_memory() {
  int64_t total = int64_t(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
  for (const std::string& value :
       group_settings({"memory", "memory.limit_in_bytes", "memory.max"})) {
    const long long bytes = std::strtoll(value.c_str(), nullptr, 10);  // 0 for "max"
    if (bytes > 0) total = std::min<int64_t>(total, bytes);
  }
  return total;
}

std::atomic<int64_t> limit{0};  // 0: not read from the machine yet
std::atomic<int64_t> fail_in{0};
std::atomic<PressureHook> pressure_hook{nullptr};

int64_t most_bytes() {
  int64_t most = limit.load(std::memory_order_relaxed);
  if (most > 0) return most;
  most = machine_memory();
  int64_t unread = 0;
  return limit.compare_exchange_strong(unread, most) ? most : most_bytes();
}

// --- blocks that are used again ---

// Small blocks that a thread freed wait for its own next tensors, without a lock: a loop over small
// tensors makes and frees one each time. Each list runs through the blocks themselves. For the
// shared cache these blocks are still live.
constexpr int kNearClasses = 4;
constexpr int64_t kNearBytes = int64_t(1) << 20;
struct Near {
  FreeBlock* first[kNearClasses] = {};
  std::atomic<int64_t> bytes{0};  // other threads only read it
  enum { Unknown, Used, Ended } state = Unknown;
  Near *next = nullptr, *previous = nullptr;  // of the other threads

  void add(int64_t n) {
    bytes.store(bytes.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
};
[[gnu::tls_model("initial-exec")]] constinit thread_local Near near;

struct Pool {
  std::mutex mutex;
  BlockCache cache;
  Near* threads = nullptr;
  int64_t peak = 0, system_allocations = 0;
  pthread_key_t thread_end = 0;  // calls leave() when a thread ends
  bool has_thread_end = false;
};
constinit Pool pool;

int64_t near_bytes() {
  int64_t bytes = 0;
  for (const Near* n = pool.threads; n; n = n->next) {
    bytes += n->bytes.load(std::memory_order_relaxed);
  }
  return bytes;
}

// Moves the calling thread's small blocks to the cache.
void empty_near(FreeBlock*& surplus) noexcept {
  for (int c = 0; c < kNearClasses; ++c) {
    while (FreeBlock* block = near.first[c]) {
      near.first[c] = block->next;
      pool.cache.put(block, c, surplus);
    }
  }
  near.bytes.store(0, std::memory_order_relaxed);
}

// Blocks freed after this go straight to the cache.
void leave(void*) noexcept {
  FreeBlock* surplus = nullptr;
  {
    const std::lock_guard lock(pool.mutex);
    empty_near(surplus);
    near.state = Near::Ended;
    (near.previous ? near.previous->next : pool.threads) = near.next;
    if (near.next) near.next->previous = near.previous;
  }
  give_back(surplus);
}

// In a child process no other thread lives on, and their lists are gone with their stacks.
void keep_own_list() noexcept {
  const bool used = near.state == Near::Used;
  pool.threads = used ? &near : nullptr;
  near.next = near.previous = nullptr;
  pool.mutex.unlock();
}

// Registers the calling thread's lists, if that can be had without risk: this is called when a
// block is freed. (A thread_local object with a destructor would end the process where there is no
// memory to register it.)
bool join() noexcept {
  const std::lock_guard lock(pool.mutex);
  if (!pool.has_thread_end) {
    if (pthread_key_create(&pool.thread_end, leave) != 0) return false;
    pool.has_thread_end = true;
    pthread_atfork([] { pool.mutex.lock(); }, [] { pool.mutex.unlock(); }, keep_own_list);
  }
  if (near.state == Near::Ended || pthread_setspecific(pool.thread_end, &near) != 0) return false;
  near.state = Near::Used;
  near.next = pool.threads;
  if (near.next) near.next->previous = &near;
  pool.threads = &near;
  return true;
}

// A block of class `c` that is no thread's own, or null.
void* take(int c) {
  const auto bytes = int64_t(class_bytes(c)), most = most_bytes();
  FreeBlock* dropped = nullptr;
  {
    const std::lock_guard lock(pool.mutex);
    BlockCache& cache = pool.cache;
    if (cache.live() + bytes > most && cache.live() - near_bytes() + bytes > most) return nullptr;
    void* block = cache.take(c);
    if (cache.live() > pool.peak) pool.peak = std::max(pool.peak, cache.live() - near_bytes());
    if (block) return block;
    ++pool.system_allocations;
    cache.drop(cache.live() + cache.cached() - most, dropped);
  }
  give_back(dropped);
  void* block = ask_system(c);
  if (!block) {
    const std::lock_guard lock(pool.mutex);
    pool.cache.not_taken(c);
  }
  return block;
}

void* take_block(size_t bytes) {
  const int c = class_of(bytes);
  if (c < kNearClasses && near.first[c]) {
    FreeBlock* block = near.first[c];
    near.first[c] = block->next;
    __builtin_prefetch(near.first[c]);  // the next call reads its link
    near.add(-int64_t(class_bytes(c)));
    return block;
  }
  return take(c);
}

void put_block(void* block, size_t bytes) noexcept {
  const int c = class_of(bytes);
  if (c < kNearClasses && (near.state == Near::Used || join()) &&
      near.bytes.load(std::memory_order_relaxed) < kNearBytes) {
    near.first[c] = new (block) FreeBlock{near.first[c], c};
    return near.add(int64_t(class_bytes(c)));
  }
  FreeBlock* surplus = nullptr;
  bool trims = false;
  {
    const std::lock_guard lock(pool.mutex);
    pool.cache.put(block, c, surplus);
    if (surplus) trims = pool.cache.trim_due();
  }
  give_back(surplus);
  if (trims) trim();
}

// --- blocks under a sanitizer ---

// Each comes from the system with its exact size and goes back there, or an access beyond its end
// or after its end would not be seen. No lock: it would order what threads do and hide their races.
struct {
  std::atomic<int64_t> live{0}, peak{0}, requests{0};
} constinit exact;

void* take_exact(size_t bytes) {
  const int64_t live =
      exact.live.fetch_add(int64_t(bytes), std::memory_order_relaxed) + int64_t(bytes);
  void* block = nullptr;
  if (live > most_bytes() || posix_memalign(&block, kAlignment, bytes) != 0) {
    exact.live.fetch_sub(int64_t(bytes), std::memory_order_relaxed);
    return nullptr;
  }
  exact.requests.fetch_add(1, std::memory_order_relaxed);
  int64_t peak = exact.peak.load(std::memory_order_relaxed);
  while (peak < live && !exact.peak.compare_exchange_weak(peak, live, std::memory_order_relaxed)) {
  }
  return block;
}

void put_exact(void* block, size_t bytes) noexcept {
  exact.live.fetch_sub(int64_t(bytes), std::memory_order_relaxed);
  std::free(block);
}

// A block of at least so many bytes, or null.
void* try_allocate(size_t bytes) {
  // Beyond 2^47 bytes there is no address space, and the size classes end.
  if (bytes >= (size_t(1) << 47)) return nullptr;
  return kSanitized ? take_exact(bytes) : take_block(bytes);
}

}  // namespace

void* allocate(size_t bytes) {
  if (bytes == 0) return nullptr;
  if (fail_in.load(std::memory_order_relaxed) <= 0 || fail_in.fetch_sub(1) != 1) {
    if (void* block = try_allocate(bytes)) return block;
    call_pressure_hook();
    release_cached();
    if (void* block = try_allocate(bytes)) return block;
  }
  const Statistics now = statistics();
  fail_environment("out of memory: asked for ", bytes, " bytes while ", now.live_bytes,
                   " bytes are in use by tensors");
}

void deallocate(void* block, size_t bytes) {
  if (block) kSanitized ? put_exact(block, bytes) : put_block(block, bytes);
}

void release_cached() {
  FreeBlock* dropped = nullptr;
  {
    const std::lock_guard lock(pool.mutex);
    empty_near(dropped);
    pool.cache.clear(dropped);
  }
  give_back(dropped);
  trim();
}

Statistics statistics() {
  if (kSanitized) return {exact.live, 0, exact.peak, exact.requests};
  const std::lock_guard lock(pool.mutex);
  const int64_t near = near_bytes(), live = pool.cache.live() - near;
  pool.peak = std::max(pool.peak, live);
  return {live, pool.cache.cached() + near, pool.peak, pool.system_allocations};
}

void set_limit(int64_t bytes) { limit = bytes; }

PressureHook set_pressure_hook(PressureHook hook) { return pressure_hook.exchange(hook); }

constinit thread_local Collector collector;

void call_pressure_hook() {
  if (collector.collect) collector.collect(collector.context);
  if (const PressureHook hook = pressure_hook) hook();
}

void fail_allocation(int64_t n) { fail_in = n; }

}  // namespace tocha::memory
