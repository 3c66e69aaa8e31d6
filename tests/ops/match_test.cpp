// SPDX-License-Identifier: BSD-3-Clause
// match: squared distances between the rows of two tensors.
#include "core/ops/match.h"

#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("match measures each row of one tensor against each of the other") {
  const Tensor a = make(DType::Double, {2, 2}, {0, 0, 3, 4}),
               b = make(DType::Double, {3, 2}, {0, 0, 0, 1, 3, 0});
  Tensor out(DType::Double);
  match(out, a, b, 1);
  CHECK(Shape{out.sizes()} == Shape{2, 3});
  CHECK(values(out) == std::vector<double>{0, 1, 9, 25, 18, 16});
  match(out, a, b, 2);
  CHECK(values(out) == std::vector<double>{0, 2, 18, 50, 36, 32});
}

TEST_CASE(
    "match takes any layout and number of dimensions, integers, and an operand as the result") {
  Tensor a = make(DType::Int, {1, 2, 2}, {1, 2, 3, 4});
  Tensor out(DType::Int);
  match(out, a, transpose(make(DType::Int, {4, 2}, {1, 0, 2, 0, 3, 0, 4, 5}), 0, 1), 1);
  CHECK(values(out) == std::vector<double>{0, 15});
  Tensor memory(DType::Int, {2, 1, 2});
  Tensor strided = select(memory, 2, 1);
  match(strided, make(DType::Int, {2, 1}, {1, 2}), make(DType::Int, {1, 1}, {4}), 1);
  CHECK(values(strided) == std::vector<double>{9, 4});
  match(a, a, a, 1);
  CHECK(Shape{a.sizes()} == Shape{1, 1});
  CHECK(values(a) == std::vector<double>{0});
}

TEST_CASE("match refuses rows of different length, other types and empty tensors") {
  Tensor out(DType::Double);
  const Tensor a(DType::Double, {2, 3});
  CHECK_THROWS_WITH(match(out, a, Tensor(DType::Double, {2, 4}), 1),
                    "rows of 3 and 4 elements do not match");
  CHECK_THROWS_WITH(match(out, a, Tensor(DType::Float, {2, 3}), 1),
                    "types Double and Float do not match");
  CHECK_THROWS_WITH(match(out, a, Tensor(DType::Double), 1),
                    Catch::Contains("a tensor with elements is needed"));
}
