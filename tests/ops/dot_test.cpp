// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/dot.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/base/parallel.h"
#include "tests/support/reduce.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("dot products in every type and layout") {
  for (int d = 0; d < kDTypes; ++d) {
    for (const Tensor& t : layouts(DType(d))) {
      const std::vector<double> x = values(t);
      double want = 0;
      for (double value : x) want += value * value;
      CHECK(dot(t, t) == want);
      CHECK(dot(t, clone(t)) == want);
      CHECK(dot(t, view(clone(t), Shape{t.numel()})) == want);
      CHECK(dot(view(clone(t), Shape{t.numel()}), t) == want);
    }
    CHECK(dot(Tensor(DType(d)), Tensor(DType(d))) == 0);
  }
}

TEST_CASE("dot products: precision, threads, errors") {
  const Tensor a = make(DType::Float, {3}, {1e8, 1, 1e8}), b = make(DType::Float, {3}, {1, 1, -1});
  CHECK(dot(a, b) == 1);
  Tensor large(DType::Float, {300001});
  for (int64_t i = 0; i < large.numel(); ++i) large.data<float>()[i] = std::sin(float(i));
  const int threads = num_threads();
  set_num_threads(1);
  const double one = dot(large, large);
  set_num_threads(3);
  CHECK(dot(large, large) == one);
  set_num_threads(threads);
  CHECK(error_of([&] { dot(a, make(DType::Float, {2}, {1, 2})); }) == "sizes 3 and 2 do not match");
  CHECK(error_of([&] {
          dot(a, make(DType::Int, {3}, {1, 2, 3}));
        }) == "types Float and Int do not match");
}
