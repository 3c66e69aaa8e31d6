// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/cholesky.h"

#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("potrf factors a matrix into either triangle") {
  for (DType dtype : {DType::Float, DType::Double}) {
    // (2 0 0; 1 3 0; -1 2 1) times its transpose, the unread triangle spoilt
    const Tensor upper = make(dtype, {3, 3}, {4, 2, -2, 99, 10, 5, 99, 99, 6});
    Tensor out{dtype};
    potrf(out, upper, true);
    CHECK(values(out) == std::vector<double>{2, 1, -1, 0, 3, 2, 0, 0, 1});
    potrf(out, transpose(upper, 0, 1), false);
    CHECK(values(out) == std::vector<double>{2, 0, 0, 1, 3, 0, -1, 2, 1});
  }
}

TEST_CASE("potrf in place, and what it refuses") {
  Tensor a = make(DType::Double, {1, 1}, {9});
  potrf(a, a, true);
  CHECK(values(a) == std::vector<double>{3});
  Tensor out{DType::Double};
  CHECK(error_of([&] {
          potrf(out, make(DType::Double, {2, 2}, {1, 2, 2, 1}), true);
        }) == "the leading minor of order 2 is not positive definite");
  CHECK(error_of([&] {
          potrf(out, make(DType::Double, {2}, {1, 2}), true);
        }) == "a must be a square matrix, got DoubleTensor 2");
  CHECK(error_of([&] {
          Tensor i{DType::Int};
          potrf(i, make(DType::Int, {1, 1}, {1}), true);
        }) == "Int elements are not supported here: Float or Double is needed");
}
