// SPDX-License-Identifier: BSD-3-Clause
#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

namespace {
Tensor numbers() { return make(DType::Float, {2, 3}, {1, 2, 3, 4, 5, 6}); }
}  // namespace

TEST_CASE("views show the same elements") {
  const Tensor a = numbers();
  CHECK(values(transpose(a, 0, 1)) == std::vector<double>{1, 4, 2, 5, 3, 6});
  CHECK(values(narrow(a, 1, 1, 2)) == std::vector<double>{2, 3, 5, 6});
  CHECK(values(select(a, 0, -1)) == std::vector<double>{4, 5, 6});
  CHECK(values(unfold(select(a, 0, 0), 0, 2, 1)) == std::vector<double>{1, 2, 2, 3});
  CHECK(values(expand(select(a, 0, 0), Shape{2, 3})) == std::vector<double>{1, 2, 3, 1, 2, 3});
  CHECK(values(permute(a, Shape{1, 0})) == values(transpose(a, 0, 1)));
  CHECK(view(a, Shape{3, -1}).size(1) == 2);
  CHECK(squeeze(unsqueeze(a, 1)).is_set_to(a));
}

TEST_CASE("views refuse what is out of range with both values") {
  const Tensor a = numbers();
  CHECK(error_of([&] { select(a, 2, 0); }) == "dimension 3 is out of range for FloatTensor 2x3");
  CHECK(error_of([&] { select(a, 0, 2); }) == "index 3 is out of range 1 to 2 in dimension 1");
  CHECK(error_of([&] { narrow(a, 1, 1, 3); }) ==
        "length 3 from index 2 is out of range for size 3 in dimension 2");
  CHECK(error_of([&] { view(a, Shape{4}); }) == "sizes 2x3 cannot be viewed as 4");
  CHECK(error_of([&] { expand(a, Shape{3, 3}); }) == "sizes 2x3 cannot expand to 3x3");
  CHECK(error_of([&] {
          permute(a, Shape{0, 0});
        }) == "dimension 1 is given twice in a permutation");
}

TEST_CASE("copies convert layouts and broadcast") {
  Tensor a(DType::Double, {3, 2});
  copy(a, transpose(numbers(), 0, 1));
  CHECK(values(a) == std::vector<double>{1, 4, 2, 5, 3, 6});
  Tensor b(DType::Double, {2, 3});
  copy(b, make(DType::Double, {3}, {7, 8, 9}));
  CHECK(values(b) == std::vector<double>{7, 8, 9, 7, 8, 9});
  Tensor large(DType::Float, {100, 70}), moved(DType::Float, {70, 100});
  for (int64_t i = 0; i < 7000; ++i) large.data<float>()[i] = float(i);
  copy(moved, transpose(large, 0, 1));
  CHECK(moved.data<float>()[3 * 100 + 50] == 50 * 70 + 3);
}

TEST_CASE("a copy onto an overlapping view reads before it writes") {
  Tensor a = make(DType::Long, {5}, {1, 2, 3, 4, 5});
  Tensor to = narrow(a, 0, 1, 4);
  copy(to, narrow(a, 0, 0, 4));
  CHECK(values(a) == std::vector<double>{1, 1, 2, 3, 4});
}

TEST_CASE("views refuse sizes that are no sizes") {
  const Tensor t(DType::Float, {4}), one(DType::Float, {1}), none(DType::Float);
  for (const Shape& sizes : {Shape{-2, -2}, Shape{0}, Shape{4, 0}, Shape{-1, 0}, Shape{-1, 3},
                             Shape{int64_t(1) << 32, int64_t(1) << 32, 4}}) {
    CHECK_THROWS_WITH(view(t, sizes), Catch::Contains("cannot be viewed as"));
  }
  CHECK_THROWS_WITH(view(t, Shape{-1, -1}), "only one size may be -1");
  CHECK_THROWS_WITH(expand(one, Shape{0}), "sizes 1 cannot expand to 0");
  CHECK_THROWS_WITH(expand(one, Shape{-1}), "sizes 1 cannot expand to -1");
  CHECK(view(none, Shape{0}).dim() == 0);
  CHECK(view(none, Shape{-1}).dim() == 0);
  CHECK_THROWS_WITH(view(none, Shape{1}), Catch::Contains("cannot be viewed as"));
}
