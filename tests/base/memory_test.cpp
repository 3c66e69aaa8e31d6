// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/memory.h"

#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "tests/support/tensors.h"

using namespace tocha;

TEST_CASE("freed blocks are used again") {
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
  // the storage and its elements, each in 64 bytes
  for (int i = 0; i < 100; ++i) tensors.emplace_back(DType::Float, Shape{10});
  CHECK(memory::statistics().live_bytes == before.live_bytes + 100 * 128);
  std::thread([&] { tensors.resize(50, Tensor(DType::Float)); }).join();
  CHECK(memory::statistics().live_bytes == before.live_bytes + 50 * 128);
  tensors.clear();
  CHECK(memory::statistics().live_bytes == before.live_bytes);
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
