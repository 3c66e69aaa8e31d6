// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/compare.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

using List = std::vector<double>;

TEST_CASE("comparisons in every type, to Byte and to the type itself") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {2, 2}, {1, 2, 3, 2}), b = make(DType(d), {2, 2}, {2, 2, 2, 1});
    for (DType result : {DType::Byte, DType(d)}) {
      Tensor out(result);
      lt(out, a, b);
      CHECK(values(out) == List{1, 0, 0, 0});
      le(out, a, b);
      CHECK(values(out) == List{1, 1, 0, 0});
      gt(out, a, b);
      CHECK(values(out) == List{0, 0, 1, 1});
      ge(out, a, b);
      CHECK(values(out) == List{0, 1, 1, 1});
      eq(out, a, b);
      CHECK(values(out) == List{0, 1, 0, 0});
      ne(out, transpose(a, 0, 1), transpose(b, 0, 1));
      CHECK(values(out) == List{1, 1, 0, 1});
      lt(out, a, 2);
      CHECK(values(out) == List{1, 0, 0, 0});
      le(out, a, 2);
      CHECK(values(out) == List{1, 1, 0, 1});
      gt(out, a, 2);
      CHECK(values(out) == List{0, 0, 1, 0});
      ge(out, a, 2);
      CHECK(values(out) == List{0, 1, 1, 1});
      eq(out, a, 2);
      CHECK(values(out) == List{0, 1, 0, 1});
      ne(out, a, 2);
      CHECK(values(out) == List{1, 0, 1, 0});
      CHECK(out.dtype() == result);
    }
  }
}

TEST_CASE("integers meet numbers that they cannot hold") {
  struct Row {
    double value;
    List lt, le, gt, ge, eq, ne;
  };
  const Row rows[] = {
      {2.5, {1, 1, 0}, {1, 1, 0}, {0, 0, 1}, {0, 0, 1}, {0, 0, 0}, {1, 1, 1}},
      {300, {1, 1, 1}, {1, 1, 1}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {1, 1, 1}},
      {-1, {0, 0, 0}, {0, 0, 0}, {1, 1, 1}, {1, 1, 1}, {0, 0, 0}, {1, 1, 1}},
      {-0.5, {0, 0, 0}, {0, 0, 0}, {1, 1, 1}, {1, 1, 1}, {0, 0, 0}, {1, 1, 1}},
      {255.5, {1, 1, 1}, {1, 1, 1}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {1, 1, 1}},
      {INFINITY, {1, 1, 1}, {1, 1, 1}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {1, 1, 1}},
      {NAN, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {1, 1, 1}},
  };
  for (DType dtype : {DType::Byte, DType::Float}) {
    const Tensor a = make(dtype, {3}, {1, 2, 3});
    for (const Row& row : rows) {
      INFO(name_of(dtype) << " " << row.value);
      Tensor out(DType::Byte);
      lt(out, a, row.value);
      CHECK(values(out) == row.lt);
      le(out, a, row.value);
      CHECK(values(out) == row.le);
      gt(out, a, row.value);
      CHECK(values(out) == row.gt);
      ge(out, a, row.value);
      CHECK(values(out) == row.ge);
      eq(out, a, row.value);
      CHECK(values(out) == row.eq);
      ne(out, a, row.value);
      CHECK(values(out) == row.ne);
    }
  }
  Tensor longs(DType::Long, {1}), out(DType::Byte);
  longs.data<int64_t>()[0] = INT64_MAX;
  lt(out, longs, 9223372036854775808.0);
  CHECK(values(out) == List{1});
  ge(out, longs, -9223372036854775808.0);
  CHECK(values(out) == List{1});
  eq(out, make(DType::Float, {1}, {0.1}), 0.1);
  CHECK(values(out) == List{1});
}

TEST_CASE("comparisons with NaN, broadcasts, aliases and nothing") {
  const Tensor a = make(DType::Float, {2}, {NAN, 1});
  Tensor out(DType::Byte);
  eq(out, a, a);
  CHECK(values(out) == List{0, 1});
  ne(out, a, a);
  CHECK(values(out) == List{1, 0});
  ge(out, a, 0);
  CHECK(values(out) == List{0, 1});
  gt(out, make(DType::Int, {2, 2}, {1, 2, 3, 4}), make(DType::Int, {2}, {1, 3}));
  CHECK(values(out) == List{0, 0, 1, 1});
  gt(out, make(DType::Int, {2, 2}, {1, 2, 3, 4}), make(DType::Int, {4}, {0, 2, 2, 5}));
  CHECK(out.dim() == 2);  // the first operand's shape
  CHECK(values(out) == List{1, 0, 1, 0});
  Tensor self = make(DType::Double, {3}, {-1, 0, 1});
  gt(self, self, 0);
  CHECK(values(self) == List{0, 0, 1});
  Tensor bytes = make(DType::Byte, {3}, {1, 2, 3});
  lt(bytes, bytes, 2);
  CHECK(values(bytes) == List{1, 0, 0});
  lt(out, Tensor(DType::Int), 1000.5);
  CHECK(out.empty());
}

TEST_CASE("comparisons refuse other result types") {
  Tensor out(DType::Int);
  const Tensor a = make(DType::Float, {2}, {1, 2});
  CHECK(error_of([&] { lt(out, a, 1); }) == "types Int and Float do not match");
  CHECK(error_of([&] { eq(out, make(DType::Byte, {1}, {1}), 1000); }) ==
        "types Int and Byte do not match");
  Tensor bytes(DType::Byte);
  CHECK(error_of([&] {
          lt(bytes, a, make(DType::Float, {3}, {1, 2, 3}));
        }) == "sizes 2 and 3 do not match");
}

TEST_CASE("equal") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {2, 2}, {1, 2, 3, 4});
    CHECK(equal(a, clone(a)));
    CHECK(equal(transpose(a, 0, 1), make(DType(d), {2, 2}, {1, 3, 2, 4})));
    CHECK_FALSE(equal(a, make(DType(d), {2, 2}, {1, 2, 3, 5})));
    CHECK_FALSE(equal(a, make(DType(d), {4}, {1, 2, 3, 4})));
    CHECK(equal(Tensor(DType(d)), Tensor(DType(d))));
  }
  const Tensor nan = make(DType::Float, {1}, {NAN});
  CHECK_FALSE(equal(nan, nan));
  CHECK(equal(make(DType::Half, {1}, {0.0}), make(DType::Half, {1}, {-0.0})));
  CHECK(error_of([&] { equal(nan, make(DType::Int, {1}, {1})); }) ==
        "types Float and Int do not match");
  Tensor large(DType::Byte, {300000});
  fill(large, 1);
  Tensor other = clone(large);
  CHECK(equal(large, other));
  other.data<uint8_t>()[299999] = 2;
  CHECK_FALSE(equal(large, other));
}
