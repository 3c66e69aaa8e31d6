// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/scan.h"

#include <catch2/catch.hpp>

#include "tests/support/reduce.h"

using namespace tocha;
using namespace tocha::testing;

using List = std::vector<double>;

TEST_CASE("cumulative sums in every type and layout") {
  for (int d = 0; d < kDTypes; ++d) {
    for (const Tensor& t : layouts(DType(d))) {
      for (int dim = 0; dim < t.dim(); ++dim) {
        Tensor out{DType(d)};
        cumsum(out, t, dim);
        CHECK(out.same_sizes(t));
        const auto in = lines(t, dim), got = lines(out, dim);
        bool agrees = true;
        for (size_t i = 0; i < in.size(); ++i) {
          double total = 0;
          List exact;
          for (double value : in[i]) exact.push_back(total += value);
          // As the element type holds it: integers wrap, halves round.
          const List want = values(make(DType(d), {int64_t(exact.size())}, exact));
          agrees = agrees && want == got[i];
        }
        CHECK(agrees);
      }
    }
  }
}

TEST_CASE("long vectors, which are summed by pieces, also in place") {
  for (int d = 0; d < kDTypes; ++d) {
    List list, exact;
    double total = 0;
    for (int i = 0; i < 9001; ++i) {
      list.push_back((i * 7 + i / 13) % 5 - 2);
      exact.push_back(total += list.back());
    }
    if (DType(d) == DType::Byte) {
      total = 0;
      for (size_t i = 0; i < list.size(); ++i) exact[i] = total += list[i] = std::abs(list[i]);
    }
    Tensor t = make(DType(d), {9001}, list), out{DType(d)};
    cumsum(out, t, 0);
    const List want = values(make(DType(d), {9001}, exact));
    CHECK(values(out) == want);
    cumsum(t, t, 0);
    CHECK(values(t) == want);
  }
}

TEST_CASE("cumulative products, in place and overlapping") {
  const Tensor a = make(DType::Long, {3, 3}, {1, 4, 7, 2, 5, 8, 3, 6, 9});
  Tensor out(DType::Long);
  cumprod(out, a, 0);
  CHECK(values(out) == List{1, 4, 7, 2, 20, 56, 6, 120, 504});
  cumprod(out, a, -1);
  CHECK(values(out) == List{1, 4, 28, 2, 10, 80, 3, 18, 162});
  Tensor self = clone(a);
  cumprod(self, self, 1);
  CHECK(values(self) == values(out));
  Tensor line = make(DType::Float, {4}, {1, 2, 3, 4});
  Tensor tail = narrow(line, 0, 1, 3);
  cumsum(tail, narrow(line, 0, 0, 3), 0);
  CHECK(values(line) == List{1, 1, 3, 6});
  Tensor square = clone(a);
  cumsum(square, transpose(square, 0, 1), 0);
  CHECK(values(square) == List{1, 2, 3, 5, 7, 9, 12, 15, 18});
}

TEST_CASE("cumulative sums tell what they cannot do") {
  Tensor out(DType::Float);
  CHECK(error_of([&] { cumsum(out, Tensor(DType::Float, {2}), 1); }) ==
        "dimension 2 is out of range for FloatTensor 2");
  CHECK(error_of([&] { cumsum(out, Tensor(DType::Int, {2}), 0); }) ==
        "types Float and Int do not match");
}
