// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/memory.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/sanitizers.h"
#include "tests/support/tensors.h"

using namespace tocha;

namespace {

constexpr int64_t kMega = int64_t(1) << 20;
constexpr int64_t kSlack = 32 * kMega;  // what may be kept whatever is live

// What this process has in memory, of /proc/self/statm: pages of all kinds.
int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  int64_t size = 0, resident = 0;
  file >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

using Blocks = std::vector<std::pair<void*, size_t>>;

void add(Blocks& blocks, size_t bytes) {
  void* block = memory::allocate(bytes);
  std::fill_n(static_cast<char*>(block), bytes, 'x');
  blocks.emplace_back(block, bytes);
}
void free_all(Blocks& blocks) {
  for (const auto& [block, bytes] : blocks) memory::deallocate(block, bytes);
  blocks.clear();
}
Blocks many(int count, size_t bytes) {
  Blocks blocks;
  for (int i = 0; i < count; ++i) add(blocks, bytes);
  return blocks;
}

}  // namespace

TEST_CASE("freed blocks are used again") {
  if (kSanitized) return;  // nothing is kept
  { Tensor a(DType::Float, {1000}); }
  const int64_t before = memory::statistics().system_allocations;
  for (int i = 0; i < 10; ++i) Tensor a(DType::Float, {990});
  CHECK(memory::statistics().system_allocations == before);
  memory::release_cached();
  CHECK(memory::statistics().cached_bytes == 0);
}

TEST_CASE("small blocks pass between threads and are counted once") {
  const memory::Statistics before = memory::statistics();
  std::vector<Tensor> tensors;
  // the storage and its elements, each in 64 bytes; without classes of sizes 64 and 40
  const int64_t each = kSanitized ? 104 : 128;
  for (int i = 0; i < 100; ++i) tensors.emplace_back(DType::Float, Shape{10});
  CHECK(memory::statistics().live_bytes == before.live_bytes + 100 * each);
  std::thread([&] { tensors.resize(50, Tensor(DType::Float)); }).join();
  CHECK(memory::statistics().live_bytes == before.live_bytes + 50 * each);
  tensors.clear();
  CHECK(memory::statistics().live_bytes == before.live_bytes);
  if (kSanitized) return;
  const int64_t asked = memory::statistics().system_allocations;
  for (int i = 0; i < 50; ++i) tensors.emplace_back(DType::Float, Shape{10});
  CHECK(memory::statistics().system_allocations == asked);
}

TEST_CASE("every size fits its class") {
  for (size_t bytes : {1u, 64u, 65u, 300u, 1000u, 4097u, 123456u, 9999999u}) {
    void* block = memory::allocate(bytes);
    std::fill_n(static_cast<char*>(block), bytes, 'x');
    CHECK(reinterpret_cast<uintptr_t>(block) % 64 == 0);
    memory::deallocate(block, bytes);
  }
}

TEST_CASE("a limit and a failed allocation end in an error, after the hook had its chance") {
  memory::release_cached();
  const int64_t live = memory::statistics().live_bytes;
  memory::set_limit(live + (1 << 20));
  static int asked;
  asked = 0;
  const memory::PressureHook before = memory::set_pressure_hook([] { ++asked; });
  CHECK(testing::error_of([] {
          Tensor(DType::Byte, {4 << 20});
        }).find("out of memory: asked for") == 0);
  CHECK(asked == 1);
  memory::set_pressure_hook(before);
  memory::set_limit(0);
  CHECK(memory::statistics().live_bytes == live);
}

TEST_CASE("what is kept is bounded by what is live") {
  memory::release_cached();
  Blocks live = many(10, 5 * kMega);
  for (const size_t bytes : {size_t(8000), size_t(700000), size_t(6 * kMega)}) {
    Blocks peak = many(int(300 * kMega / bytes), bytes);
    free_all(peak);
    const memory::Statistics now = memory::statistics();
    CHECK(now.cached_bytes <= now.live_bytes + kSlack);
  }
  free_all(live);
  CHECK(memory::statistics().cached_bytes <= kSlack + kMega);
}

TEST_CASE("sizes that come only once are not kept beside each other") {
  memory::release_cached();
  for (int64_t bytes = 100 * kMega; bytes > kMega; bytes -= 3 * kMega) {
    Blocks one = many(1, size_t(bytes));
    CHECK(memory::statistics().cached_bytes <= 112 * kMega + kSlack);  // 100, in its class
    free_all(one);
    CHECK(memory::statistics().cached_bytes <= 112 * kMega + kSlack);  // 100, in its class
  }
}

TEST_CASE("what is given back is free for other programs") {
  if (kSanitized) return;  // its allocator keeps freed memory
  memory::release_cached();
  const int64_t before = resident_bytes();
  for (const size_t bytes : {size_t(8000), size_t(300000), size_t(2 * kMega)}) {
    Blocks all = many(int(200 * kMega / bytes), bytes), some;
    for (size_t i = 0; i < all.size(); ++i) {
      if (i % 10 == 0) std::swap(all[i], some.emplace_back());
    }
    std::erase(all, Blocks::value_type());
    free_all(all);  // holes everywhere: a tenth stays
    CHECK(resident_bytes() - before < 20 * kMega * 2 + 2 * kSlack);
    free_all(some);
  }
  memory::release_cached();
  CHECK(resident_bytes() - before < kSlack);
}

// Its temporaries are many times what stays, some after others.
TEST_CASE("a step that is repeated comes to need nothing of the system") {
  if (kSanitized) return;
  memory::release_cached();
  Blocks parameters = many(1, kMega);
  auto step = [] {
    Blocks first = many(4, 20 * kMega), second = many(100, 100000);
    free_all(first);
    Blocks third = many(4, 5 * kMega);
    free_all(second);
    free_all(third);
  };
  for (int i = 0; i < 5; ++i) step();
  const int64_t asked = memory::statistics().system_allocations;
  for (int i = 0; i < 50; ++i) step();
  CHECK(memory::statistics().system_allocations == asked);

  // Other work follows, for long: what only the step needed is given back.
  for (int i = 0; i < 3000; ++i) free_all(*std::make_unique<Blocks>(many(1, kMega / 2)));
  CHECK(memory::statistics().cached_bytes < 2 * kSlack);
  free_all(parameters);
}

TEST_CASE("what is kept counts towards the limit") {
  memory::release_cached();
  const int64_t live = memory::statistics().live_bytes;
  memory::set_limit(live + 40 * kMega);
  for (const int64_t size : {10, 20, 30, 15, 35, 25}) {
    Blocks blocks = many(1, size_t(size) * kMega);
    const memory::Statistics now = memory::statistics();
    CHECK(now.live_bytes + now.cached_bytes <= live + 41 * kMega);
    free_all(blocks);
  }
  memory::set_limit(0);
}

TEST_CASE("a forked child may allocate, whatever other threads do") {
  std::atomic<bool> ends{false};
  std::thread other([&] {
    while (!ends) free_all(*std::make_unique<Blocks>(many(10, 5000)));
  });
  for (int i = 0; i < 20; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);
      for (const size_t bytes : {100, 5000, 2000000})
        memory::deallocate(memory::allocate(bytes), bytes);
      memory::release_cached();
      _exit(0);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  ends = true;
  other.join();
}
