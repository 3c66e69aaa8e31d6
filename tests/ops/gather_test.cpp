// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/gather.h"

#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("gather along each dimension, in every type and layout") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {2, 3}, {1, 2, 3, 4, 5, 6});
    Tensor out{DType(d)};
    gather(out, a, 1, make(DType::Long, {2, 2}, {3, 1, 2, 2}));
    CHECK(values(out) == std::vector<double>{3, 1, 5, 5});
    gather(out, a, 0, make(DType::Long, {1, 3}, {2, 1, 2}));
    CHECK(values(out) == std::vector<double>{4, 2, 6});
    gather(out, transpose(a, 0, 1), -1, transpose(make(DType::Long, {1, 3}, {1, 2, 1}), 0, 1));
    CHECK(values(out) == std::vector<double>{1, 5, 3});
  }
}

TEST_CASE("gather from a large matrix along both dimensions, against its definition") {
  const int64_t n = 300;
  Tensor a(DType::Float, {n, n}), at(DType::Long, {n, n}), out(DType::Float);
  for (int64_t i = 0; i < n * n; ++i) {
    a.data<float>()[i] = float(i);
    at.data<int64_t>()[i] = i * 7919 % n + 1;
  }
  for (int dim : {0, 1}) {
    gather(out, a, dim, at);
    bool right = true;
    for (int64_t i = 0; i < n * n; ++i) {
      const int64_t picked = at.data<int64_t>()[i] - 1;
      right = right &&
              out.data<float>()[i] == float(dim == 0 ? picked * n + i % n : i / n * n + picked);
    }
    CHECK(right);
  }
}

TEST_CASE("gather into its operand") {
  Tensor a = make(DType::Float, {3}, {1, 2, 3});
  gather(a, a, 0, make(DType::Long, {3}, {3, 1, 1}));
  CHECK(values(a) == std::vector<double>{3, 1, 1});
}

TEST_CASE("gather refuses what does not fit") {
  const Tensor a = make(DType::Float, {2, 3}, {1, 2, 3, 4, 5, 6});
  Tensor out(DType::Float);
  CHECK(error_of([&] {
          gather(out, a, 1, make(DType::Long, {2, 1}, {1, 4}));
        }) == "index 4 is out of range 1 to 3 in dimension 2");
  CHECK(error_of([&] {
          gather(out, a, 1, make(DType::Long, {3, 1}, {1, 1, 1}));
        }) == "index 3x1 does not fit 2x3 in dimension 2");
}
