// SPDX-License-Identifier: BSD-3-Clause
#include <catch2/catch.hpp>

#include "core/base/sanitizers.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("a tensor without elements has no dimensions") {
  Tensor t(DType::Float);
  CHECK(t.dim() == 0);
  CHECK(t.numel() == 0);
  CHECK(t.resize(Shape{3, 0}).dim() == 1);  // the list ends at the first size below 1
  CHECK(t.numel() == 3);
}

TEST_CASE("resize keeps what fits and shares what is shared") {
  Tensor a = make(DType::Int, {4}, {1, 2, 3, 4});
  Tensor b = a;
  a.resize(Shape{2, 3});
  CHECK(a.storage() == b.storage());
  CHECK(a.storage()->size() == 6);
  CHECK(values(b) == std::vector<double>{1, 2, 3, 4});
  CHECK(values(narrow(view(a, Shape{6}), 0, 0, 4)) == std::vector<double>{1, 2, 3, 4});
}

// Nobody steps along them, but a file may give them any number.
TEST_CASE("strides of dimensions of size 1 lead no further than the storage") {
  Tensor t(DType::Double), from(DType::Double, {8});
  const int64_t wild = int64_t{1} << 62;
  t.set(from.storage(), 0, Shape{1, 4, 1, 2}, Shape{wild, 2, wild, 1});
  CHECK(Shape{t.strides()} == Shape{8, 2, 2, 1});
  t.set(from.storage(), 0, Shape{1, 2}, Shape{5, 1});  // as a row of a larger matrix has it
  CHECK(Shape{t.strides()} == Shape{5, 1});
  t.resize_in_storage(Shape{1, 1}, Shape{wild, wild});
  CHECK(Shape{t.strides()} == Shape{1, 1});
}

TEST_CASE("strides below 0 follow from the dimension behind them") {
  Tensor t(DType::Float);
  t.resize_in_storage(Shape{2, 3, 4}, Shape{-1, 5, -1});
  CHECK(Shape{t.strides()} == Shape{15, 5, 1});
  CHECK(t.storage()->size() == 15 + 2 * 5 + 3 + 1);
  CHECK(Shape{t.resize_in_storage(Shape{2, 3}, Shape{-1, -1}).strides()} == Shape{3, 1});
  CHECK(error_of([&] {
          t.resize_in_storage(Shape{2, 3}, Shape{1});
        }) == "2 sizes and 1 strides do not match");
  const int64_t far = int64_t{1} << 62;
  CHECK(error_of([&] { t.resize_in_storage(Shape{3}, Shape{far}); }) == "too many elements");
  CHECK(error_of([&] { t.resize_in_storage(Shape{2, 3}, Shape{-1, far}); }) == "too many elements");
  CHECK(Shape{t.sizes()} == Shape{2, 3});
}

TEST_CASE("conversion between all types") {
  for (int from = 0; from < kDTypes; ++from) {
    for (int into = 0; into < kDTypes; ++into) {
      const Tensor a = make(DType(from), {2, 2}, {0, 1, 2, 100});
      CHECK(values(to(a, DType(into), cpu_device())) == std::vector<double>{0, 1, 2, 100});
    }
  }
  CHECK(values(make(DType::Byte, {2}, {-1, 300})) == std::vector<double>{255, 44});
}

TEST_CASE("half rounds to nearest even and keeps infinities and NaN") {
  auto round = [](float x) { return float(Half(x)); };
  CHECK(round(1.0f) == 1.0f);
  CHECK(round(2049.0f) == 2048.0f);
  CHECK(round(2051.0f) == 2052.0f);
  CHECK(round(65504.0f) == 65504.0f);
  CHECK(std::isinf(round(65520.0f)));
  CHECK(round(5.9604645e-8f) == 5.9604645e-8f);  // the smallest subnormal
  CHECK(round(-INFINITY) == -INFINITY);
  CHECK(std::isnan(round(NAN)));
}

TEST_CASE("storages count their references and tell sizes that cannot be") {
  Tensor a(DType::Float, {3});
  Tensor b = a;
  CHECK(a.storage()->references() == 2);
  b = Tensor();
  CHECK(a.storage()->references() == 1);
  CHECK(error_of([] {
          Tensor(DType::Double, {int64_t(1) << 40, int64_t(1) << 40});
        }) == "too many elements");
  CHECK(error_of([] { Tensor(DType::Double, {int64_t(1) << 45}); }).substr(0, 13) ==
        "out of memory");
}

// Two blocks side by side are this thread's next: the storage gets the first, its elements the
// second, where those of a small storage would lie.
TEST_CASE("elements that lie behind their storage by chance are freed") {
  if (kSanitized) return;  // no block is used again
  alignas(64) static char blocks[128];
  memory::deallocate(blocks + 64, 64);
  memory::deallocate(blocks, 64);
  const int64_t live = memory::statistics().live_bytes;
  {
    Tensor t(DType::Double);
    t.need_storage();
    t.resize(Shape{1});
    REQUIRE(static_cast<void*>(t.storage()) == blocks);
    REQUIRE(t.bytes() == blocks + 64);
  }
  CHECK(memory::statistics().live_bytes == live);
  CHECK(memory::allocate(64) == blocks);  // they are not the pool's
  CHECK(memory::allocate(64) == blocks + 64);
}
