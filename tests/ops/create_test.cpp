// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/create.h"

#include <cmath>

#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;
using List = std::vector<double>;

TEST_CASE("numbers become tensors of every type") {
  for (int d = 0; d < kDTypes; ++d) {
    Tensor out(DType(d), cpu_device());
    zeros(out, Shape{2, 2});
    CHECK(values(out) == List{0, 0, 0, 0});
    ones(out, Shape{3});
    CHECK(values(out) == List{1, 1, 1});
    range(out, 2, 9, 3);
    CHECK(values(out) == List{2, 5, 8});
    linspace(out, 1, 5, 5);
    CHECK(values(out) == List{1, 2, 3, 4, 5});
    logspace(out, 0, 2, 3);
    CHECK(values(out) == List{1, 10, 100});
    eye(out, 2, 3);
    CHECK(values(out) == List{1, 0, 0, 0, 1, 0});
    CHECK(out.dtype() == DType(d));
  }
}

TEST_CASE("ranges go down, end where they must and refuse what leads nowhere") {
  Tensor out(DType::Float);
  range(out, 5, 1, -2);
  CHECK(values(out) == List{5, 3, 1});
  range(out, 1, 1, 1);
  CHECK(values(out) == List{1});
  range(out, 0, 0.95, 0.1);
  CHECK(out.numel() == 10);
  CHECK(error_of([&] { range(out, 1, 5, 0); }) == "the step must not be 0");
  CHECK(error_of([&] { range(out, 1, 5, -1); }) == "a step of -1 does not lead from 1 to 5");
  CHECK(error_of([&] { range(out, 0, NAN, 1); }) == "a step of 1 does not lead from 0 to nan");
  CHECK(error_of([&] { range(out, 0, 1e300, 1); }).find("too long") != std::string::npos);
  CHECK(error_of([&] { linspace(out, 1, 5, 0); }) == "the count must be at least 1, got 0");
  CHECK(error_of([&] { linspace(out, 1, 5, 1); }) == "one number cannot be both 1 and 5");
  CHECK(error_of([&] { eye(out, 0, 3); }) == "sizes must be at least 1, got 0 and 3");
  linspace(out, 5, 5, 1);
  CHECK(values(out) == List{5});
}

TEST_CASE("results keep their layout when the sizes are right") {
  Tensor matrix = make(DType::Float, {3, 2}, {0, 0, 0, 0, 0, 0});
  Tensor column = select(matrix, 1, 1);
  range(column, 1, 3, 1);
  CHECK(values(matrix) == List{0, 1, 0, 2, 0, 3});
  Tensor wide = expand(make(DType::Float, {1}, {0}), Shape{3});
  ones(wide, Shape{3});
  CHECK(values(wide) == List{1, 1, 1});
  CHECK(error_of([&] { range(wide, 1, 3, 1); }).find("clone it first") != std::string::npos);
}
