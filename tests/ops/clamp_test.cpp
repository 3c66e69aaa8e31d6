// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/clamp.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("abs and sign in every type") {
  for (int d = 0; d < kDTypes; ++d) {
    const bool has_sign = DType(d) != DType::Byte;
    const Tensor a = make(DType(d), {2, 2}, {0, 3, has_sign ? -3. : 3., 100});
    Tensor out{DType(d)};
    abs(out, a);
    CHECK(values(out) == std::vector<double>{0, 3, 3, 100});
    sign(out, transpose(a, 0, 1));
    CHECK(values(out) == std::vector<double>{0, has_sign ? -1. : 1., 1, 1});
  }
  Tensor chars = make(DType::Char, {1}, {-128});
  abs(chars, chars);
  CHECK(values(chars) == std::vector<double>{-128});  // wraps: 128 is no Char
  Tensor zero = make(DType::Float, {1}, {-0.0});
  abs(zero, zero);
  CHECK_FALSE(std::signbit(zero.data<float>()[0]));
}

TEST_CASE("clamp, cmax and cmin in every type") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {5}, {1, 2, 3, 4, 5});
    const Tensor b = make(DType(d), {5}, {5, 4, 3, 2, 1});
    Tensor out{DType(d)};
    clamp(out, a, 2, 4);
    CHECK(values(out) == std::vector<double>{2, 2, 3, 4, 4});
    cmax(out, a, b);
    CHECK(values(out) == std::vector<double>{5, 4, 3, 4, 5});
    cmin(out, a, b);
    CHECK(values(out) == std::vector<double>{1, 2, 3, 2, 1});
    cmax(out, a, 3);
    CHECK(values(out) == std::vector<double>{3, 3, 3, 4, 5});
    cmin(out, out, 4);
    CHECK(values(out) == std::vector<double>{3, 3, 3, 4, 4});
  }
}

TEST_CASE("a choice between NaN and a number") {
  for (DType dtype : {DType::Half, DType::Float, DType::Double}) {
    const Tensor a = make(dtype, {3}, {NAN, 1, NAN}), b = make(dtype, {3}, {1, NAN, NAN});
    Tensor out(dtype);
    clamp(out, a, -1, 2);
    CHECK(std::isnan(values(out)[0]));
    CHECK(values(out)[1] == 1);
    for (auto choose : {static_cast<void (*)(Tensor&, const Tensor&, const Tensor&)>(cmax),
                        static_cast<void (*)(Tensor&, const Tensor&, const Tensor&)>(cmin)}) {
      choose(out, a, b);  // NaN on either side
      for (double value : values(out)) CHECK(std::isnan(value));
    }
    cmax(out, a, 0);
    CHECK(std::isnan(values(out)[0]));
    cmin(out, a, 0);
    CHECK(std::isnan(values(out)[0]));
    sign(out, a);
    CHECK(values(out)[0] == 0);
    abs(out, a);
    CHECK(std::isnan(values(out)[0]));
  }
}

TEST_CASE("cmax broadcasts and refuses what does not fit") {
  Tensor out(DType::Float);
  cmax(out, make(DType::Float, {2, 2}, {1, 2, 3, 4}), make(DType::Float, {2}, {2, 3}));
  CHECK(values(out) == std::vector<double>{2, 3, 3, 4});
  CHECK(error_of([&] {
          cmin(out, Tensor(DType::Float, {2, 2}), Tensor(DType::Float, {3}));
        }) == "sizes 2x2 and 3 do not match");
  CHECK(error_of([&] { abs(out, Tensor(DType::Int, {2})); }) == "types Float and Int do not match");
}
