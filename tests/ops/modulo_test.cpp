// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/modulo.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/targets.h"
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

TEST_CASE(
    "fmod of floating point numbers is the C library's to the bit, on every instruction set") {
  // Quotients that are whole or nearly so, small, huge, and numbers that have none.
  std::vector<double> a, b;
  const double ends[] = {0, -0.0, 1, 0.3, 7, 1e-40, 1e-30, 3e30, 1e300, INFINITY, NAN};
  for (double x : ends)
    for (double y : ends)
      for (double sign : {1.0, -1.0}) a.push_back(sign * x), b.push_back(y);
  for (int i = 1; i < 4000; ++i) {
    const double y = 0.1 + 1e-3 * (i * 37 % 1000), x = y * (i * 7919 % 100000);
    for (double near : {x, std::nextafter(x, 0.0), std::nextafterf(float(x), 0.0f) * 1.0, x / 3})
      a.push_back(i % 2 ? near : -near), b.push_back(i % 3 ? y : -y);
  }
  const auto n = int64_t(a.size());
  for_each_target([&] {
    for (DType dtype : {DType::Float, DType::Double}) {
      const Tensor x = make(dtype, {n}, a), y = make(dtype, {n}, b);
      const std::vector<double> dividends = values(x), divisors = values(y);
      Tensor out(dtype), scalar(dtype);
      fmod(out, x, y);
      fmod(scalar, x, 0.3);
      const std::vector<double> got = values(out), by_number = values(scalar);
      const double number = dtype == DType::Float ? double(0.3f) : 0.3;
      auto same = [](double p, double q) {
        return std::isnan(q) ? std::isnan(p) : p == q && std::signbit(p) == std::signbit(q);
      };
      // The remainder of two floats is a float: computed in double it is the same.
      for (size_t i = 0; i < got.size(); ++i) {
        INFO(dividends[i] << " by " << divisors[i]);
        REQUIRE(same(got[i], std::fmod(dividends[i], divisors[i])));
        REQUIRE(same(by_number[i], std::fmod(dividends[i], number)));
      }
    }
  });
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
