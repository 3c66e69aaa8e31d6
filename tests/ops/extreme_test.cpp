// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/extreme.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/reduce.h"

using namespace tocha;
using namespace tocha::testing;

using List = std::vector<double>;

TEST_CASE("maxima and minima with the first index, in every type and layout") {
  for (int d = 0; d < kDTypes; ++d) {
    for (const Tensor& t : layouts(DType(d))) {
      const List flat = values(t);
      CHECK(max(t) == *std::max_element(flat.begin(), flat.end()));
      CHECK(min(t) == *std::min_element(flat.begin(), flat.end()));
      for (int dim = 0; dim < t.dim(); ++dim) {
        Tensor high{DType(d)}, low{DType(d)}, high_at(DType::Long), low_at(DType::Long);
        max(high, high_at, t, dim);
        min(low, low_at, t, dim);
        CHECK(high.size(dim) == 1);
        CHECK(high_at.same_sizes(high));
        List want[4];
        for (const List& line : lines(t, dim)) {
          const auto most = std::max_element(line.begin(), line.end());  // the first of equals
          const auto least = std::min_element(line.begin(), line.end());
          want[0].push_back(*most);
          want[1].push_back(double(most - line.begin() + 1));
          want[2].push_back(*least);
          want[3].push_back(double(least - line.begin() + 1));
        }
        CHECK((values(high) == want[0]));
        CHECK((values(high_at) == want[1]));
        CHECK((values(low) == want[2]));
        CHECK((values(low_at) == want[3]));
      }
    }
  }
}

TEST_CASE("the first NaN is the largest and the smallest") {
  for (DType dtype : {DType::Half, DType::BFloat16, DType::Float, DType::Double}) {
    for (int64_t n : {5, 100, 200000}) {
      for (int64_t at : {int64_t(0), n / 2, n - 1}) {
        Tensor a(dtype, {n});
        fill(a, 1);
        Tensor nan = narrow(a, 0, at, 1), last = narrow(a, 0, n - 1, 1);
        fill(nan, NAN);
        fill(last, NAN);
        CHECK(std::isnan(max(a)));
        CHECK(std::isnan(min(a)));
        for (const Tensor& t : {view(a, Shape{1, n}), view(a, Shape{n, 1}),
                                expand(view(a, Shape{n, 1}), Shape{n, 2})}) {
          const int dim = t.size(0) == n ? 0 : 1;
          Tensor value(dtype), where(DType::Long);
          max(value, where, t, dim);
          CHECK(std::isnan(values(value)[0]));
          CHECK(values(where)[0] == double(at + 1));
          min(value, where, t, dim);
          CHECK(values(where)[0] == double(at + 1));
        }
        Tensor wide(dtype, {n, 9});  // results side by side
        copy(wide, expand(view(a, Shape{n, 1}), Shape{n, 9}));
        Tensor value(dtype), where(DType::Long);
        max(value, where, wide, 0);
        CHECK(values(where) == List(9, double(at + 1)));
      }
    }
  }
}

TEST_CASE("infinities and signs") {
  Tensor value(DType::Float), where(DType::Long);
  max(value, where, make(DType::Float, {3}, {-INFINITY, -INFINITY, -INFINITY}), 0);
  CHECK(values(value) == List{-INFINITY});
  CHECK(values(where) == List{1});
  CHECK(min(make(DType::Char, {3}, {0, -128, 127})) == -128);
  CHECK(max(make(DType::Byte, {3}, {0, 200, 127})) == 200);
  Tensor longs(DType::Long, {40});
  for (int64_t i = 0; i < 40; ++i) longs.data<int64_t>()[i] = (int64_t(1) << 60) + i % 7;
  Tensor most(DType::Long);
  max(most, where, longs, 0);  // exact beyond 2^53
  CHECK(most.data<int64_t>()[0] == (int64_t(1) << 60) + 6);
  CHECK(values(where) == List{7});
}

TEST_CASE("all and any") {
  CHECK(all(make(DType::Byte, {3}, {1, 2, 255})));
  CHECK_FALSE(all(make(DType::Byte, {3}, {1, 0, 255})));
  CHECK(any(make(DType::Byte, {3}, {0, 0, 128})));
  CHECK_FALSE(any(make(DType::Byte, {3}, {0, 0, 0})));
  CHECK(error_of([] { all(make(DType::Int, {1}, {1})); }) ==
        "a ByteTensor is needed, got IntTensor 1");
  CHECK(error_of([] { any(Tensor(DType::Byte)); }).find("a tensor with elements is needed") == 0);
}
