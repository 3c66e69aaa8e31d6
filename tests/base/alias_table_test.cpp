// SPDX-License-Identifier: BSD-3-Clause
// Drawing by Walker's alias method: the table holds the distribution exactly, draws cost two words.
#include "core/base/alias_table.h"

#include <catch2/catch.hpp>

#include <vector>

#include "core/base/error.h"

using namespace tocha;

namespace {

// The distribution that a table stands for.
template <class T>
std::vector<double> distribution(const std::vector<T>& p) {
  const auto n = int64_t(p.size());
  std::vector<int64_t> alias(p.size());
  std::vector<T> keep(p.size());
  make_alias_table(p.data(), n, alias.data(), keep.data());
  std::vector<double> result(p.size());
  for (size_t i = 0; i < p.size(); ++i) {
    REQUIRE(alias[i] >= 1);
    REQUIRE(alias[i] <= n);
    result[i] += keep[i] / double(n);
    result[size_t(alias[i] - 1)] += (1 - keep[i]) / double(n);
  }
  return result;
}

}  // namespace

TEST_CASE("an alias table holds its distribution") {
  for (const std::vector<double>& p :
       {std::vector<double>{1}, {0.8, 0.2}, {0.2, 0.3, 0.5}, {0, 1, 0}, {0.25, 0.25, 0.25, 0.25}}) {
    const std::vector<double> got = distribution(p);
    const std::vector<double> floats = distribution(std::vector<float>(p.begin(), p.end()));
    for (size_t i = 0; i < p.size(); ++i) {
      CHECK(got[i] == Approx(p[i]).margin(1e-12));
      CHECK(floats[i] == Approx(p[i]).margin(1e-6));
    }
  }
  const std::vector<double> weights = distribution(std::vector<double>{2, 6, 0, 8});
  CHECK(weights[0] == Approx(0.125));
  CHECK(weights[2] == Approx(0).margin(1e-12));
  CHECK(weights[3] == Approx(0.5));
}

TEST_CASE("draws from an alias table follow it and use two words each") {
  const std::vector<double> p{0.1, 0.6, 0, 0.3};
  std::vector<int64_t> alias(4), drawn(20000);
  std::vector<double> keep(4);
  make_alias_table(p.data(), 4, alias.data(), keep.data());
  Generator g(5), other(5);
  draw_from_alias_table(g, alias.data(), keep.data(), 4, drawn.data(), int64_t(drawn.size()));
  std::vector<double> share(4);
  for (int64_t category : drawn) share[size_t(category - 1)] += 1.0 / double(drawn.size());
  for (size_t i = 0; i < 4; ++i) CHECK(share[i] == Approx(p[i]).margin(0.015));
  CHECK(share[2] == 0);
  for (size_t i = 0; i < 2 * drawn.size(); ++i) other.random();
  CHECK(g.random() == other.random());
}

TEST_CASE("an alias table refuses what is no distribution") {
  int64_t alias[2];
  double keep[2];
  const double negative[] = {1, -0.5}, zeros[] = {0, 0};
  CHECK_THROWS_WITH(make_alias_table(negative, 2, alias, keep),
                    "probability 2 is -0.5: it must be finite and not negative");
  CHECK_THROWS_WITH(make_alias_table(zeros, 2, alias, keep), "all 2 probabilities are 0");
}
