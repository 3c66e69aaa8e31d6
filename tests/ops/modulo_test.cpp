// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/modulo.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("fmod takes the sign of the dividend, remainder that of the divisor") {
  for (int d = int(DType::Char); d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {2, 2}, {3, 3, -3, -3}),
                 b = make(DType(d), {2, 2}, {2, -2, 2, -2});
    Tensor out{DType(d)};
    fmod(out, a, b);
    CHECK(values(out) == std::vector<double>{1, 1, -1, -1});
    remainder(out, a, b);
    CHECK(values(out) == std::vector<double>{1, -1, 1, -1});
    fmod(out, transpose(a, 0, 1), -2);
    CHECK(values(out) == std::vector<double>{1, -1, 1, -1});
    remainder(out, a, -2);
    CHECK(values(out) == std::vector<double>{-1, -1, -1, -1});
  }
  Tensor bytes(DType::Byte);
  remainder(bytes, make(DType::Byte, {3}, {7, 255, 1}), 4);
  CHECK(values(bytes) == std::vector<double>{3, 3, 1});
  fmod(bytes, make(DType::Byte, {2}, {255, 254}), make(DType::Byte, {1}, {255}));
  CHECK(values(bytes) == std::vector<double>{0, 254});
  Tensor reals(DType::Double);
  fmod(reals, make(DType::Double, {2}, {5.5, -5.5}), 2);
  CHECK(values(reals) == std::vector<double>{1.5, -1.5});
  remainder(reals, make(DType::Double, {2}, {5.5, -5.5}), 2);
  CHECK(values(reals) == std::vector<double>{1.5, 0.5});
}

TEST_CASE("a divisor of zero") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {2}, {5, 0}), zero = make(DType(d), {2}, {0, 0});
    Tensor out{DType(d)};
    auto check = [&] {
      for (double value : values(out))
        CHECK((is_floating(DType(d)) ? std::isnan(value) : value == 0));
    };
    fmod(out, a, 0);
    check();
    remainder(out, a, 0);
    check();
    fmod(out, a, zero);
    check();
    remainder(out, a, zero);
    check();
  }
}

TEST_CASE("the smallest integer divided by -1") {
  Tensor a = make(DType::Int, {1}, {-2147483648.0});
  remainder(a, a, -1);
  CHECK(values(a) == std::vector<double>{0});
  CHECK(error_of([&] {
          fmod(a, a, make(DType::Int, {2, 2}, {1, 1, 1, 1}));
        }) == "sizes 1 of the result in place and 2x2 do not match");
}
