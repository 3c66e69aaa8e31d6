// SPDX-License-Identifier: BSD-3-Clause
// The update rules against the same arithmetic written out operator by operator.
#include <catch2/catch.hpp>

#include <cmath>

#include "core/optim/adam.h"
#include "core/optim/sgd.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

namespace {

// Numbers without a pattern that a wrong stride could keep.
std::vector<double> noise(int64_t n, uint64_t seed) {
  std::vector<double> list(static_cast<size_t>(n));
  for (double& value : list) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    value = double(int64_t(seed >> 33)) / double(int64_t(1) << 30) - 1;
  }
  return list;
}

struct Sgd {
  std::vector<double> x, g, v;
  void step(const SgdStep& s) {
    for (size_t i = 0; i < x.size(); ++i) {
      g[i] += s.weight_decay * x[i];
      double direction = g[i];
      if (s.momentum != 0) {
        v[i] = s.first ? g[i] : s.momentum * v[i] + (1 - s.dampening) * g[i];
        if (s.nesterov) g[i] += s.momentum * v[i];
        direction = s.nesterov ? g[i] : v[i];
      }
      x[i] -= s.rate * direction;
    }
  }
};

struct Adam {
  std::vector<double> x, g, m, v;
  void step(const AdamStep& s) {
    for (size_t i = 0; i < x.size(); ++i) {
      g[i] += s.weight_decay * x[i];
      m[i] = m[i] * s.beta1 + (1 - s.beta1) * g[i];
      v[i] = v[i] * s.beta2 + (1 - s.beta2) * g[i] * g[i];
      x[i] += -s.step * m[i] / (std::sqrt(v[i]) + s.epsilon);
    }
  }
};

double worst(const Tensor& got, const std::vector<double>& expected) {
  const std::vector<double> list = values(got);
  REQUIRE(list.size() == expected.size());
  double difference = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    difference =
        std::max(difference, std::abs(list[i] - expected[i]) / (1 + std::abs(expected[i])));
  }
  return difference;
}

// A few roundings of the element type; the reference rounds in double.
double tolerance(DType dtype) { return dtype == DType::Double ? 2e-15 : 2e-6; }

// Float values, so that both sides start from the same numbers.
std::vector<double> rounded(std::vector<double> list) {
  for (double& value : list) value = double(float(value));
  return list;
}

constexpr int64_t kLarge = 70001;  // several threads, and no multiple of a vector

}  // namespace

TEST_CASE("sgd follows its formula in every mode") {
  const SgdStep modes[] = {
      {.rate = 0.1},
      {.rate = 0.1, .weight_decay = 0.01},
      {.rate = 0.1, .momentum = 0.9, .dampening = 0.9},
      {.rate = 0.1, .weight_decay = 0.01, .momentum = 0.9, .dampening = 0.5},
      {.rate = 0.1, .momentum = 0.9, .nesterov = true},
      {.rate = 0.1, .weight_decay = 0.01, .momentum = 0.9, .nesterov = true},
  };
  for (const DType dtype : {DType::Float, DType::Double}) {
    for (const int64_t n : {int64_t(1), int64_t(7), int64_t(100), kLarge}) {
      for (SgdStep mode : modes) {
        Sgd expected{rounded(noise(n, 1)), rounded(noise(n, 2)), std::vector<double>(size_t(n))};
        Tensor x = make(dtype, {n}, expected.x), g = make(dtype, {n}, expected.g);
        Tensor v = make(dtype, {n}, expected.v);
        for (int i = 0; i < 3; ++i) {
          mode.first = i == 0;
          sgd(x, g, mode.momentum != 0 ? &v : nullptr, mode);
          expected.step(mode);
        }
        CHECK(worst(x, expected.x) < tolerance(dtype));
        CHECK(worst(g, expected.g) < tolerance(dtype));
        CHECK(worst(v, expected.v) < tolerance(dtype));
      }
    }
  }
}

TEST_CASE("adam follows its formula") {
  for (const DType dtype : {DType::Float, DType::Double}) {
    for (const int64_t n : {int64_t(1), int64_t(7), int64_t(100), kLarge}) {
      for (const double decay : {0.0, 0.01}) {
        const std::vector<double> zeros(static_cast<size_t>(n));
        Adam expected{rounded(noise(n, 3)), rounded(noise(n, 4)), zeros, zeros};
        Tensor x = make(dtype, {n}, expected.x), g = make(dtype, {n}, expected.g);
        Tensor m = make(dtype, {n}, zeros), v = clone(m);
        const AdamStep step{.step = 0.01, .weight_decay = decay};
        for (int i = 0; i < 3; ++i) {
          adam({x, g, m, v}, step);
          expected.step(step);
        }
        CHECK(worst(x, expected.x) < tolerance(dtype));
        CHECK(worst(g, expected.g) < tolerance(dtype));
        CHECK(worst(m, expected.m) < tolerance(dtype));
        CHECK(worst(v, expected.v) < tolerance(dtype));
      }
    }
  }
}

TEST_CASE("operands may be strided views of equal element count") {
  Sgd expected{noise(6, 5), noise(6, 6), std::vector<double>(6)};
  Tensor storage = make(DType::Double, {6, 2}, noise(12, 7));
  Tensor x = select(storage, 1, 1);
  copy(x, make(DType::Double, {6}, expected.x));
  const std::vector<double> others = values(select(storage, 1, 0));
  // Transposed: its elements in order are not those in memory.
  Tensor g = transpose(make(DType::Double, {3, 2}, noise(6, 8)), 0, 1);
  expected.g = values(g);
  Tensor v = make(DType::Double, {6}, expected.v);
  const SgdStep step{.rate = 0.1, .weight_decay = 0.1, .momentum = 0.9, .nesterov = true};
  sgd(x, g, &v, step);
  expected.step(step);
  CHECK(worst(x, expected.x) < 1e-15);
  CHECK(worst(g, expected.g) < 1e-15);
  CHECK(values(select(storage, 1, 0)) == others);
}

TEST_CASE("the gradient may be the parameters themselves") {
  Tensor x = make(DType::Double, {3}, {1, 2, 3});
  sgd(x, x, nullptr, {.rate = 0.5});
  CHECK(values(x) == std::vector<double>{0.5, 1, 1.5});
}

TEST_CASE("wrong operands are named") {
  Tensor x = make(DType::Double, {3}, {1, 2, 3}), g = clone(x), v = clone(x);
  Tensor four(DType::Double, {4}), floats(DType::Float, {3}), longs(DType::Long, {3});
  CHECK(error_of([&] { sgd(x, four, nullptr, {}); }) == "x has 3 elements and df/dx has 4");
  CHECK(error_of([&] { sgd(x, g, &four, {.momentum = 0.9}); }) ==
        "x has 3 elements and state.dfdx has 4");
  CHECK(error_of([&] { sgd(x, floats, nullptr, {}); }) == "types Double and Float do not match");
  CHECK(error_of([&] { sgd(longs, longs, nullptr, {}); }) ==
        "x must have floating point elements, got LongTensor 3");
  CHECK(error_of([&] { sgd(x, g, &g, {.momentum = 0.9}); }) == "df/dx and state.dfdx share memory");
  CHECK(error_of([&] { sgd(x, g, nullptr, {.momentum = 0.9}); }) ==
        "momentum 0.9 needs a velocity");
  CHECK(error_of([&] { adam({x, g, v, four}, {}); }) == "x has 3 elements and state.v has 4");
  CHECK(values(x) == std::vector<double>{1, 2, 3});
  Tensor none;
  sgd(none, none, nullptr, {.rate = 1});
  CHECK(none.empty());
}

TEST_CASE("running means of gradients that have ended become zero, not denormal numbers") {
  // Enough for two threads.
  const int64_t n = 40000;
  const auto all = [&](double value) {
    return make(DType::Float, {n}, std::vector<double>(size_t(n), value));
  };
  Tensor x = all(1), gradient = all(0), mean = all(1.2e-38), square = all(1);
  Tensor velocity = all(1.2e-38);
  adam({x, gradient, mean, square}, {.step = 0.5});
  sgd(x, gradient, &velocity, {.rate = 0.5, .momentum = 0.5});
  CHECK(worst(x, std::vector<double>(size_t(n), 1)) == 0);
  for (double value : values(mean)) REQUIRE(value == 0);
  for (double value : values(velocity)) REQUIRE(value == 0);
  // Everywhere else denormal numbers stay what they are.
  volatile float small = 1.2e-38f;
  CHECK(small / 4 > 0);
}
