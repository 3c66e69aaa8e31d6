// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/kthvalue.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("kthvalue along each dimension, in every type") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {2, 3}, {3, 1, 2, 6, 6, 4});
    Tensor values_{DType(d)}, indices{DType::Long};
    kthvalue(values_, indices, a, 2, -1);
    CHECK(values(values_) == std::vector<double>{2, 6});
    CHECK(values(indices) == std::vector<double>{3, 1});
    CHECK(Shape{values_.sizes()} == Shape{2, 1});
    kthvalue(values_, indices, transpose(a, 0, 1), 1, 1);
    CHECK(values(values_) == std::vector<double>{3, 1, 2});
    CHECK(values(indices) == std::vector<double>{1, 1, 1});
  }
}

TEST_CASE("NaN is the largest; results may be the operand") {
  Tensor a = make(DType::Double, {3}, {NAN, 1, INFINITY}), indices{DType::Long};
  Tensor out{DType::Double};
  kthvalue(out, indices, a, 3, 0);
  CHECK(std::isnan(values(out)[0]));
  kthvalue(a, indices, a, 2, 0);
  CHECK(values(a) == std::vector<double>{INFINITY});
  CHECK(values(indices) == std::vector<double>{3});
}

TEST_CASE("kthvalue refuses what is out of range") {
  Tensor a = make(DType::Float, {2, 3}, {1, 2, 3, 4, 5, 6}), out{DType::Float}, i{DType::Long};
  CHECK(error_of([&] { kthvalue(out, i, a, 4, 1); }) ==
        "k = 4 is out of range 1 to 3 in dimension 2");
  CHECK(error_of([&] { kthvalue(out, i, a, 1, 2); }) ==
        "dimension 3 is out of range for FloatTensor 2x3");
}
