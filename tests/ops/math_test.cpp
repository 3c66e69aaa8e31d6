// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/math.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "core/ops/power.h"
#include "tests/support/targets.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

namespace {

struct Entry {
  const char* name;
  void (*run)(Tensor&, const Tensor&);
  long double (*exact)(long double);
  double low, high;  // where the accuracy is measured
};

const Entry kEntries[] = {
    {"exp", exp, [](long double x) { return std::exp(x); }, -80, 80},
    {"log", log, [](long double x) { return std::log(x); }, 0, 50},
    {"log1p", log1p, [](long double x) { return std::log1p(x); }, -0.99, 3},
    {"sqrt", sqrt, [](long double x) { return std::sqrt(x); }, 0, 1e6},
    {"rsqrt", rsqrt, [](long double x) { return 1 / std::sqrt(x); }, 1e-3, 1e6},
    {"sin", sin, [](long double x) { return std::sin(x); }, -50, 50},
    {"cos", cos, [](long double x) { return std::cos(x); }, -50, 50},
    {"tan", tan, [](long double x) { return std::tan(x); }, -50, 50},
    {"asin", asin, [](long double x) { return std::asin(x); }, -1, 1},
    {"acos", acos, [](long double x) { return std::acos(x); }, -1, 1},
    {"atan", atan, [](long double x) { return std::atan(x); }, -20, 20},
    {"sinh", sinh, [](long double x) { return std::sinh(x); }, -80, 80},
    {"cosh", cosh, [](long double x) { return std::cosh(x); }, -80, 80},
    {"tanh", tanh, [](long double x) { return std::tanh(x); }, -5, 5},
    {"sigmoid", sigmoid, [](long double x) { return 1 / (1 + std::exp(-x)); }, -80, 80},
    {"floor", floor, [](long double x) { return std::floor(x); }, -9, 9},
    {"ceil", ceil, [](long double x) { return std::ceil(x); }, -9, 9},
    {"round", round, [](long double x) { return std::round(x); }, -9, 9},
    {"trunc", trunc, [](long double x) { return std::trunc(x); }, -9, 9},
    {"frac", frac, [](long double x) { return x - std::trunc(x); }, -9, 9},
};

}  // namespace

TEST_CASE("every function is exact to a few units in the last place, on every instruction set") {
  for_each_target([] {
    for (const Entry& entry : kEntries) {
      for (DType dtype : {DType::Float, DType::Double}) {
        // 9 units in the last place of a double, 5 of a float.
        const double tolerance = dtype == DType::Float ? 6e-7 : 2e-15;
        const int n = 2003;  // not a multiple of any vector
        std::vector<double> points;
        for (int i = 1; i <= n; ++i)
          points.push_back(entry.low + (entry.high - entry.low) * i / (n + 1));
        const Tensor x = make(dtype, {n}, points);
        Tensor out(dtype);
        entry.run(out, x);
        const std::vector<double> in = values(x), got = values(out);
        double worst = 0;
        for (int i = 0; i < n; ++i) {
          const long double want = entry.exact((long double)in[i]);
          // A zero of sin, tan, ... lies between numbers: below 1e-3 the error is an absolute one.
          const double scale = std::max(std::abs(double(want)), 1e-3);
          const double error = std::abs(double((long double)got[i] - want)) / scale;
          if (!(error <= worst)) worst = error;
        }
        INFO(entry.name << " " << name_of(dtype));
        CHECK(worst <= tolerance);
      }
    }
  });
}

TEST_CASE("square roots are correctly rounded, on every instruction set") {
  std::vector<double> points;
  for (int i = 0; i < 3000; ++i) points.push_back(std::ldexp(1 + i * 0.37 / 3000, i % 240 - 120));
  for_each_target([&] {
    const Tensor x = make(DType::Float, {int64_t(points.size())}, points);
    Tensor out(DType::Float);
    sqrt(out, x);
    bool exact = true;
    for (int64_t i = 0; i < x.numel(); ++i) {
      exact = exact && out.data<float>()[i] == std::sqrt(x.data<float>()[i]);
    }
    CHECK(exact);
  });
}

TEST_CASE("special values are those of the C library, on every instruction set") {
  const std::vector<double> points = {0,      -0.0,   NAN,  INFINITY, -INFINITY, 1,     -1,
                                      1e-40,  -1e-40, 2,    -2,       88.5,      -88.5, 100,
                                      -104.5, 710.5,  -745, 1e30,     -1e30,     0.5,   -0.5,
                                      1.5,    2.5,    -2.5, 40000,    0.49999997};
  for_each_target([&] {
    for (const Entry& entry : kEntries) {
      for (DType dtype : {DType::Float, DType::Double}) {
        const Tensor x = make(dtype, {int64_t(points.size())}, points);
        Tensor out(dtype);
        entry.run(out, x);
        const std::vector<double> in = values(x), got = values(out);
        for (size_t i = 0; i < in.size(); ++i) {
          INFO(entry.name << " " << name_of(dtype) << " of " << in[i]);
          const double want =
              dtype == DType::Float ? float(entry.exact(in[i])) : double(entry.exact(in[i]));
          if (std::isnan(want)) {
            CHECK(std::isnan(got[i]));
          } else if (std::isinf(want) || want == 0) {
            CHECK(got[i] == want);
            CHECK(std::signbit(got[i]) == std::signbit(want));
          } else {
            CHECK(std::abs(got[i] - want) <= 1e-6 * std::abs(want) + 2e-45);
          }
        }
      }
    }
  });
}

TEST_CASE("an element's value does not depend on its place") {
  Tensor x(DType::Float, {100}), out(DType::Float), one(DType::Float);
  for (int i = 0; i < 100; ++i) x.data<float>()[i] = i % 7 == 0 ? 300.0f : 0.37f * float(i) - 20;
  for (const Entry& entry : kEntries) {
    entry.run(out, x);
    for (int i = 0; i < 100; ++i) {
      entry.run(one, narrow(x, 0, i, 1));
      const float a = out.data<float>()[i], b = one.data<float>()[0];
      CHECK((a == b || (std::isnan(a) && std::isnan(b))));
    }
  }
}

TEST_CASE("16-bit formats, strides, aliases, nothing") {
  for (DType dtype : {DType::Half, DType::BFloat16, DType::Float, DType::Double}) {
    const Tensor a = make(dtype, {2, 2}, {0, 1, 4, 9});
    Tensor out(dtype);
    sqrt(out, transpose(a, 0, 1));
    CHECK(values(out) == std::vector<double>{0, 2, 1, 3});
    exp(out, a);
    CHECK(values(out)[0] == 1);
    CHECK(values(out)[1] == Approx(std::exp(1)).epsilon(dtype == DType::BFloat16 ? 4e-3 : 1e-3));
    Tensor self = clone(a);
    Tensor column = select(self, 1, 1);
    sqrt(column, column);
    CHECK(values(self) == std::vector<double>{0, 1, 4, 3});
    Tensor none(dtype);
    tanh(out, none);
    CHECK(out.empty());
  }
}

TEST_CASE("integers have no logarithms") {
  Tensor out(DType::Int);
  CHECK(error_of([&] {
          log(out, make(DType::Int, {2}, {1, 2}));
        }) == "a floating point tensor is needed, got IntTensor 2");
  CHECK(error_of([&] {
          exp(out, make(DType::Float, {2}, {1, 2}));
        }) == "types Int and Float do not match");
}

TEST_CASE("powers of floats on every instruction set") {
  for_each_target([] {
    Tensor x(DType::Float, {501}), out(DType::Float);
    for (int i = 0; i < 501; ++i) x.data<float>()[i] = std::exp(0.3f * float(i - 250));
    for (double exponent : {0.3, -1.5, 2.75, -0.01, 7.0}) {
      pow(out, x, exponent);
      for (int i = 0; i < 501; ++i) {
        const float want = float(std::pow(double(x.data<float>()[i]), double(float(exponent))));
        const float got = out.data<float>()[i];
        if (got != want) CHECK(std::abs(got - want) <= 1.2e-7f * std::abs(want) + 1e-44f);
      }
    }
  });
}

TEST_CASE("atan2 tells the quadrant, broadcasts, and refuses integers") {
  for (DType dtype : {DType::Float, DType::Double, DType::Half, DType::BFloat16}) {
    const Tensor y = make(dtype, {2, 2}, {1, 1, -1, -1}), x = make(dtype, {2, 2}, {1, -1, -1, 1});
    Tensor out{dtype};
    tocha::atan2(out, transpose(y, 0, 1), transpose(x, 0, 1));
    const double quarter = 0.78539816339744831;
    const std::vector<double> expected{quarter, -3 * quarter, 3 * quarter, -quarter};
    for (int i = 0; i < 4; ++i) CHECK(values(out)[i] == Approx(expected[i]).epsilon(4e-3));
    tocha::atan2(out, y, make(dtype, {1}, {0}));
    CHECK(values(out)[2] == Approx(-2 * quarter).epsilon(4e-3));
    Tensor in_place = clone(y);
    tocha::atan2(in_place, in_place, make(dtype, {1}, {NAN}));
    CHECK(std::isnan(values(in_place)[0]));
  }
  Tensor out{DType::Int};
  const Tensor whole = make(DType::Int, {1}, {1});
  CHECK(error_of([&] { tocha::atan2(out, whole, whole); }) != "");
}
