// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/bitwise.h"

#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

using List = std::vector<double>;

TEST_CASE("and, or, xor in every integer type") {
  for (int d = 0; d <= int(DType::Long); ++d) {
    const Tensor a = make(DType(d), {2, 2}, {6, 3, 15, 0}),
                 b = make(DType(d), {2, 2}, {3, 4, 8, 1});
    Tensor out{DType(d)};
    bitand_(out, a, b);
    CHECK(values(out) == List{2, 0, 8, 0});
    bitor_(out, a, b);
    CHECK(values(out) == List{7, 7, 15, 1});
    bitxor(out, transpose(a, 0, 1), transpose(b, 0, 1));
    CHECK(values(out) == List{5, 7, 7, 1});
    bitand_(out, a, 5);
    CHECK(values(out) == List{4, 1, 5, 0});
    bitor_(out, a, 1);
    CHECK(values(out) == List{7, 3, 15, 1});
    bitxor(out, a, 1);
    CHECK(values(out) == List{7, 2, 14, 1});
    lshift(out, a, 2);
    CHECK(values(out) == List{24, 12, 60, 0});
    rshift(out, a, 1);
    CHECK(values(out) == List{3, 1, 7, 0});
    lshift(out, a, make(DType(d), {2, 2}, {1, 2, 3, 4}));
    CHECK(values(out) == List{12, 12, 120, 0});
    rshift(out, out, make(DType(d), {2, 2}, {1, 2, 3, 4}));
    CHECK(values(out) == List{6, 3, 15, 0});
  }
}

TEST_CASE("shifts at the limits") {
  Tensor out(DType::Char);
  rshift(out, make(DType::Char, {2}, {-1, -128}), 1);  // zeros come in
  CHECK(values(out) == List{127, 64});
  lshift(out, make(DType::Char, {1}, {65}), 1);
  CHECK(values(out) == List{-126});
  for (double bits : {-1.0, 8.0, 100.0}) {
    lshift(out, make(DType::Char, {1}, {1}), bits);
    CHECK(values(out) == List{0});
    rshift(out, make(DType::Char, {1}, {127}), bits);
    CHECK(values(out) == List{0});
  }
  Tensor longs(DType::Long);
  lshift(longs, make(DType::Long, {1}, {1}), 63);
  CHECK(longs.data<int64_t>()[0] == INT64_MIN);
  Tensor ints(DType::Int);
  bitand_(ints, make(DType::Int, {1}, {-1}), 4294967295.0);  // wraps, as conversions do
  CHECK(values(ints) == List{-1});
}

TEST_CASE("floating point shifts are powers of two; bits they have none") {
  for (DType dtype : {DType::Half, DType::BFloat16, DType::Float, DType::Double}) {
    const Tensor a = make(dtype, {2}, {3, -0.5});
    Tensor out(dtype);
    lshift(out, a, 3);
    CHECK(values(out) == List{24, -4});
    rshift(out, a, 1);
    CHECK(values(out) == List{1.5, -0.25});
    lshift(out, a, make(dtype, {2}, {1, 2}));
    CHECK(values(out) == List{6, -2});
    rshift(out, a, make(dtype, {2}, {1, 2}));
    CHECK(values(out) == List{1.5, -0.125});
    CHECK(error_of([&] { bitand_(out, a, 1); }).find("a tensor of integers is needed, got ") == 0);
    CHECK(error_of([&] { bitxor(out, a, a); }).find("a tensor of integers is needed, got ") == 0);
  }
  Tensor none(DType::Int);
  bitor_(none, none, 1);
  CHECK(none.empty());
}
