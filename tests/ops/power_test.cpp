// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/power.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/support/targets.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("whole powers in every type") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {2, 2}, {1, 2, 3, 4});
    Tensor out{DType(d)};
    for (int exponent : {1, 2, 3}) {
      pow(out, transpose(a, 0, 1), exponent);
      CHECK(values(out) == std::vector<double>{1, std::pow(3, exponent), std::pow(2, exponent),
                                               std::pow(4, exponent)});
    }
    pow(out, 2, a);
    CHECK(values(out) == std::vector<double>{2, 4, 8, 16});
    cpow(out, a, make(DType(d), {2, 2}, {4, 3, 2, 1}));
    CHECK(values(out) == std::vector<double>{1, 8, 9, 4});
    pow(out, a, 0);
    CHECK(values(out) == std::vector<double>{1, 1, 1, 1});
  }
}

TEST_CASE("integers wrap, and negative powers truncate") {
  Tensor longs(DType::Long);
  pow(longs, make(DType::Long, {3}, {3, -1, 10}), 39);
  CHECK(longs.data<int64_t>()[0] == 4052555153018976267);
  CHECK(longs.data<int64_t>()[1] == -1);
  pow(longs, make(DType::Long, {4}, {1, -1, 2, 0}), -1);
  CHECK(values(longs) == std::vector<double>{1, -1, 0, 0});
  Tensor bytes(DType::Byte);
  pow(bytes, make(DType::Byte, {1}, {16}), 2);
  CHECK(values(bytes) == std::vector<double>{0});
  Tensor ints(DType::Int);
  pow(ints, make(DType::Int, {2}, {16, 17}), 0.5);
  CHECK(values(ints) == std::vector<double>{4, 4});
  pow(ints, 2.5, make(DType::Int, {2}, {2, 3}));
  CHECK(values(ints) == std::vector<double>{6, 15});
}

TEST_CASE("powers of doubles that are doubles are exact, the others nearly, on every machine") {
  for_each_target([] {
    std::vector<double> bases, squares, cubes;
    for (int i = 1; i <= 2000; ++i) {
      bases.push_back(i);
      squares.push_back(double(i) * i);
      cubes.push_back(double(i) * i * i);
    }
    const Tensor x = make(DType::Double, {2000}, bases);
    Tensor out(DType::Double);
    pow(out, x, 1);
    CHECK(values(out) == bases);
    pow(out, x, 2);
    CHECK(values(out) == squares);
    pow(out, x, 3);
    CHECK(values(out) == cubes);
    pow(out, make(DType::Double, {2000}, squares), 0.5);
    CHECK(values(out) == bases);

    double worst = 0;
    for (double exponent : {-7.3, -1.0, 0.1, 1.7, 2.5, 33.0, 200.0}) {
      for (double& base : bases) base = std::exp2(0.003 * (&base - bases.data() - 1000));
      pow(out, make(DType::Double, {2000}, bases), exponent);
      const std::vector<double> got = values(out);
      for (size_t i = 0; i < got.size(); ++i) {
        const long double want = std::pow((long double)bases[i], (long double)exponent);
        worst = std::max(worst, double(std::abs(got[i] / want - 1)));
      }
    }
    CHECK(worst < 1.5e-16);
  });
}

TEST_CASE("powers of floating point numbers are those of the C library") {
  const double bases[] = {0, -0.0, 1, -1, 0.3, -2.5, 7, 1e-30, 1e30, INFINITY, -INFINITY, NAN};
  const double exponents[] = {0, 0.5, -0.5, 1, -1, 2, 3, -2, 4.7, -3, 77, INFINITY, -INFINITY, NAN};
  for (DType dtype : {DType::Float, DType::Double}) {
    const double tolerance = dtype == DType::Float ? 1e-6 : 1e-15;
    auto agrees = [&](double got, double want) {
      if (dtype == DType::Float) want = float(want);
      if (std::isnan(want)) return std::isnan(got);
      return got == want || std::abs(got - want) <= tolerance * std::abs(want) + 1e-44;
    };
    for (double exponent : exponents) {
      for (double base : bases) {
        Tensor out(dtype);
        const Tensor a = make(dtype, {1}, {base}), b = make(dtype, {1}, {exponent});
        const double x = values(a)[0], y = values(b)[0], want = std::pow(x, y);
        INFO(base << " ^ " << exponent);
        pow(out, a, exponent);
        // A tensor to the power of a half is its root.
        CHECK(agrees(values(out)[0], exponent == 0.5    ? std::sqrt(x)
                                     : exponent == -0.5 ? 1 / std::sqrt(x)
                                                        : want));
        pow(out, base, b);
        CHECK(agrees(values(out)[0], want));
        cpow(out, a, b);
        CHECK(agrees(values(out)[0], want));
      }
    }
  }
}

TEST_CASE("many powers at once") {
  Tensor a(DType::Float, {1003});
  for (int i = 0; i < 1003; ++i) a.data<float>()[i] = 0.01f + 0.1f * float(i);
  Tensor out(DType::Float);
  pow(out, a, 1.7);
  for (int i = 0; i < 1003; ++i) {
    CHECK(out.data<float>()[i] ==
          Approx(std::pow(double(a.data<float>()[i]), double(1.7f))).epsilon(1e-6));
  }
  cpow(out, a, make(DType::Float, {1}, {-0.3}));
  CHECK(out.data<float>()[1002] == Approx(std::pow(100.21, -0.3)).epsilon(1e-6));
  Tensor none(DType::Float);
  pow(none, none, 3);
  CHECK(none.empty());
  CHECK(error_of([&] { cpow(out, a, make(DType::Double, {1}, {1})); }) ==
        "types Float and Double do not match");
}
