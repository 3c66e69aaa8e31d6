// SPDX-License-Identifier: BSD-3-Clause
// The generator against the streams recorded from Torch7 (tests/golden/rng.json), the block fills
// against the scalar draws, and saved states.
#include "core/base/random.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/random_fill.h"

using namespace tocha;

namespace {

// The recorded objects, one a seed, as text: flat, so that searching for a key is all the
// parsing that they need.
std::vector<std::string> recordings() {
  std::ifstream file(TOCHA_GOLDEN_DIR "/rng.json");
  REQUIRE(file);
  std::vector<std::string> objects;
  for (std::string object; std::getline(file, object, '}');) {
    if (object.find("\"seed\"") != std::string::npos) objects.push_back(object);
  }
  REQUIRE(objects.size() == 4);
  return objects;
}

// The numbers after `key`, as the texts that were recorded.
std::vector<std::string> values(const std::string& object, const std::string& key) {
  const size_t found = object.find("\"" + key + "\":");
  REQUIRE(found != std::string::npos);
  const size_t begin = found + key.size() + 3;
  std::string list = object.substr(begin, object.find_first_of("]\"", begin) - begin);
  std::vector<std::string> texts;
  std::istringstream stream(list.substr(list.find('[') + 1));
  for (std::string text; std::getline(stream, text, ',');) {
    if (!text.empty()) texts.push_back(text);
  }
  return texts;
}

std::string printed(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.14g", value);
  return text;
}

template <class Draw>
void check(const std::string& object, const std::string& key, Draw draw) {
  Generator generator(std::stoull(values(object, "seed")[0]));
  const auto recorded = values(object, key);
  REQUIRE(!recorded.empty());
  INFO(key << ", seed " << generator.initial_seed());
  CHECK(draw(generator, recorded.size()) == recorded);
}

// Draws one by one.
template <class Draw>
auto singly(Draw draw) {
  return [=](Generator& generator, size_t n) {
    std::vector<std::string> texts;
    for (size_t i = 0; i < n; ++i) texts.push_back(printed(static_cast<double>(draw(generator))));
    return texts;
  };
}

// Fills an array of T.
template <class T, class Fill>
auto filled(Fill fill) {
  return [=](Generator& generator, size_t n) {
    std::vector<T> data(n);
    fill(generator, data.data(), static_cast<int64_t>(n));
    std::vector<std::string> texts;
    for (T value : data) texts.push_back(printed(static_cast<double>(value)));
    return texts;
  };
}

std::string state_of(const Generator& generator) {
  std::byte bytes[Generator::kStateBytes];
  generator.get_state(bytes);
  return {reinterpret_cast<const char*>(bytes), sizeof bytes};
}

}  // namespace

TEST_CASE("single draws equal the recorded streams") {
  for (const auto& object : recordings()) {
    check(object, "random", singly([](Generator& g) { return g.random(); }));
    check(object, "random_1_6", singly([](Generator& g) { return g.random_between(1, 6); }));
    check(object, "rand", singly([](Generator& g) { return g.uniform(); }));
    check(object, "uniform_m2_3", singly([](Generator& g) { return g.uniform(-2, 3); }));
    check(object, "randn", singly([](Generator& g) { return g.normal(0, 1); }));
    check(object, "randn_16", singly([](Generator& g) { return g.normal(1, 2); }));
    check(object, "exponential_2", singly([](Generator& g) { return g.exponential(2); }));
    check(object, "cauchy", singly([](Generator& g) { return g.cauchy(0, 1); }));
    check(object, "lognormal", singly([](Generator& g) { return g.log_normal(1, 2); }));
    check(object, "geometric_04", singly([](Generator& g) { return g.geometric(0.4); }));
    check(object, "bernoulli_03", singly([](Generator& g) { return g.bernoulli(0.3); }));
  }
}

TEST_CASE("array fills equal the recorded streams") {
  for (const auto& object : recordings()) {
    auto normal = [](auto mean, auto std) {
      return [=](Generator& g, auto* d, int64_t n) { fill_normal(g, d, n, mean, std); };
    };
    auto uniform = [](auto a, auto b) {
      return [=](Generator& g, auto* d, int64_t n) { fill_uniform(g, d, n, a, b); };
    };
    check(object, "rand", filled<double>(uniform(0, 1)));
    check(object, "rand_float", filled<float>(uniform(0, 1)));
    check(object, "uniform_m2_3", filled<double>(uniform(-2, 3)));
    check(object, "randn", filled<double>(normal(0, 1)));
    check(object, "randn_16", filled<double>(normal(1, 2)));
    check(object, "randn_float", filled<float>(normal(0, 1)));
    check(object, "randn_float_40", filled<float>(normal(0, 1)));
    check(object, "random", filled<double>([](Generator& g, double* d, int64_t n) {
            fill_random(g, d, n, random_modulus<double>());
          }));
    check(object, "random_1_6", filled<int64_t>([](Generator& g, int64_t* d, int64_t n) {
            fill_between(g, d, n, 1, 6);
          }));
    check(object, "exponential_2",
          filled<double>([](Generator& g, double* d, int64_t n) { fill_exponential(g, d, n, 2); }));
    check(object, "cauchy",
          filled<double>([](Generator& g, double* d, int64_t n) { fill_cauchy(g, d, n, 0, 1); }));
    check(object, "lognormal", filled<double>([](Generator& g, double* d, int64_t n) {
            fill_log_normal(g, d, n, 1, 2);
          }));
    check(object, "geometric_04", filled<int16_t>([](Generator& g, int16_t* d, int64_t n) {
            fill_geometric(g, d, n, 0.4);
          }));
    check(object, "bernoulli_03", filled<uint8_t>([](Generator& g, uint8_t* d, int64_t n) {
            fill_bernoulli(g, d, n, 0.3);
          }));
    check(object, "randperm",
          filled<double>([](Generator& g, double* d, int64_t n) { fill_permutation(g, d, n, 1); }));
    for (bool replacement : {true, false}) {
      check(object, replacement ? "multinomial_repl" : "multinomial_norepl",
            filled<int64_t>([=](Generator& g, int64_t* d, int64_t n) {
              const double weights[] = {0.1, 0.2, 0.3, 0.4};
              sample_categories(g, weights, 4, n, replacement, d);
              for (int64_t i = 0; i < n; ++i) ++d[i];
            }));
    }
  }
}

namespace {

// The state word that leaves the generator as `out`.
uint32_t untempered(uint32_t out) {
  auto undo = [](uint32_t y, auto mix) {  // y = x ^ mix(x), where mix moves every bit
    uint32_t x = y;
    for (int i = 0; i < 5; ++i) x = y ^ mix(x);
    return x;
  };
  out = undo(out, [](uint32_t x) { return x >> 18; });
  out = undo(out, [](uint32_t x) { return x << 15 & 0xefc60000u; });
  out = undo(out, [](uint32_t x) { return x << 7 & 0x9d2c5680u; });
  return undo(out, [](uint32_t x) { return x >> 11; });
}

// A generator whose next 600 words are all `word`.
Generator constant(uint32_t word) {
  std::byte bytes[Generator::kStateBytes];
  Generator generator(1);
  generator.get_state(bytes);
  const int32_t left = 624;
  const uint64_t next = 1, raw = untempered(word);
  std::memcpy(bytes + 8, &left, sizeof left);
  std::memcpy(bytes + 16, &next, sizeof next);
  for (size_t i = 0; i < 624; ++i) std::memcpy(bytes + 24 + 8 * i, &raw, sizeof raw);
  generator.set_state(bytes);
  return generator;
}

}  // namespace

TEST_CASE("uniform numbers never reach their upper bound") {
  REQUIRE(constant(UINT32_MAX).random() == UINT32_MAX);
  const struct {
    double a, b;
  } ranges[] = {{0, 1}, {-2, 3}, {3, -2}, {-1, 0}, {1, 0}, {1e16, 1e16 + 4}, {0, 1e-45}};
  for (auto [a, b] : ranges) {
    INFO("from " << a << " to " << b);
    Generator one = constant(UINT32_MAX), floats = one, doubles = one;
    auto inside = [a = a, b = b](auto x, auto from, auto to) {
      return a < b ? from <= x && x < to : to < x && x <= from;
    };
    CHECK(inside(one.uniform(a, b), a, b));
    double d[3];
    fill_uniform(doubles, d, 3, a, b);
    for (double x : d) CHECK(inside(x, a, b));
    if (float(a) == float(b)) continue;
    float f[3];
    fill_uniform(floats, f, 3, a, b);
    for (float x : f) CHECK(inside(x, float(a), float(b)));
  }
  Generator one = constant(5);
  CHECK(one.uniform(7, 7) == 7);
}

TEST_CASE("what has probability 0 is not drawn, what has 1 always") {
  Generator low = constant(0), high = constant(UINT32_MAX);
  CHECK_FALSE(low.bernoulli(0));
  CHECK(high.bernoulli(1));
  uint8_t bits[2];
  fill_bernoulli(low, bits, 2, 0);
  CHECK(bits[0] + bits[1] == 0);
  fill_bernoulli(high, bits, 2, 1);
  CHECK(bits[0] + bits[1] == 2);
  const double weights[] = {0, 1, 0};
  for (int64_t samples : {1, 100}) {
    for (Generator* generator : {&low, &high}) {
      std::vector<int64_t> drawn(static_cast<size_t>(samples));
      sample_categories(*generator, weights, 3, samples, true, drawn.data());
      CHECK(drawn == std::vector<int64_t>(drawn.size(), 1));
    }
  }
  // The logarithms behind these stay finite for every word.
  for (Generator* generator : {&low, &high}) {
    CHECK(std::isfinite(generator->exponential(1)));
    CHECK(std::isfinite(generator->cauchy(0, 1)));
    CHECK(std::isfinite(generator->normal(0, 1)));
    CHECK(generator->geometric(1 - 1e-16) >= 1);
  }
}

TEST_CASE("many categories drawn at once are those drawn one by one") {
  for (int64_t categories : {1, 2, 3, 64, 1000}) {
    INFO(categories << " categories");
    std::vector<double> weights(static_cast<size_t>(categories), 1);
    // Uneven: a heavy one, many tiny ones that share a piece of the guide table, some of weight 0.
    for (size_t i = 1; i < weights.size(); ++i)
      weights[i] = i % 5 == 0 ? 0 : i % 3 == 0 ? 1e-6 : 0.5;
    weights[0] = double(categories);
    Generator one(3), many(3);
    std::vector<int64_t> drawn(5000);
    sample_categories(many, weights.data(), categories, 5000, true, drawn.data());
    bool equal = true;
    for (size_t i = 0; i < 200; ++i) {
      int64_t single;
      sample_categories(one, weights.data(), categories, 1, true, &single);
      equal &= single == drawn[i];
    }
    CHECK(equal);
  }
}

TEST_CASE("a fill leaves the stream where single draws leave it") {
  for (int64_t n : {1, 2, 3, 15, 16, 623, 624, 625, 1024, 1025, 5000}) {
    for (int odd : {0, 1}) {  // with and without a second normal deviate pending
      INFO(n << " values, " << odd << " drawn before");
      Generator one(5), many(5);
      if (odd) {
        one.normal(0, 1);
        many.normal(0, 1);
      }
      std::vector<double> doubles(static_cast<size_t>(n));
      fill_normal(many, doubles.data(), n, -1, 3);
      bool equal = true;
      for (double value : doubles) equal &= value == one.normal(-1, 3);
      CHECK(equal);
      CHECK(state_of(one) == state_of(many));

      std::vector<float> floats(static_cast<size_t>(n));
      fill_normal(many, floats.data(), n, 0.25, 3);
      equal = true;
      for (float value : floats) equal &= value == static_cast<float>(one.normal(0.25, 3));
      CHECK(equal);
      fill_log_normal(many, doubles.data(), n, 0, 1);
      equal = true;
      for (double value : doubles) equal &= value == one.log_normal(0, 1);
      CHECK(equal);
      CHECK(state_of(one) == state_of(many));
    }
  }
}

TEST_CASE("normal deviates are those of the C library's functions, in float too") {
  struct {
    double mean, std;
  } cases[] = {{0, 1}, {1, 2}, {100, 0.001}, {-0.5, 30}, {0, 1}};
  // In the last case the first deviate is cancelled but for its rounding error to float, which
  // only the C library's own bits reproduce.
  cases[4].mean = -static_cast<float>(Generator(77).normal(0, 1));
  for (auto [mean, std] : cases) {
    INFO("mean " << mean << ", std " << std);
    constexpr int64_t n = 400000;
    std::vector<float> floats(n);
    std::vector<double> doubles(n);
    Generator one(77), two(77), words(77);
    fill_normal(one, floats.data(), n, mean, std);
    fill_normal(two, doubles.data(), n, mean, std);
    const double float_mean = static_cast<float>(mean), float_std = static_cast<float>(std);
    int64_t differ = 0;
    for (size_t i = 0; i < n; i += 2) {
      const double x = words.uniform(), y = words.uniform();
      const double radius = std::sqrt(-2 * std::log(1 - y)), angle = 2 * std::numbers::pi * x;
      const double way[] = {std::cos(angle), std::sin(angle)};
      for (size_t k : {0, 1}) {
        differ += doubles[i + k] != radius * way[k] * std + mean;
        differ += floats[i + k] != static_cast<float>(radius * way[k] * float_std + float_mean);
      }
    }
    CHECK(differ == 0);
  }
}

TEST_CASE("float parameters are rounded to float first, as Torch7 passes them") {
  Generator a(9), b(9);
  float value;
  fill_uniform(a, &value, 1, 0.1, 0.7);
  const double low = 0.1f, width = 0.7f - low;
  CHECK(value == static_cast<float>(b.uniform() * width + low));
}

TEST_CASE("each type's random() stays in its range") {
  CHECK(random_modulus<uint8_t>() == 256);
  CHECK(random_modulus<int8_t>() == 128);
  CHECK(random_modulus<int16_t>() == 32768);
  CHECK(random_modulus<int32_t>() == 2147483648u);
  CHECK(random_modulus<int64_t>() == 0);
  CHECK(random_modulus<float>() == 16777217u);
  CHECK(random_modulus<double>() == 0);
}

TEST_CASE("wide and extreme integer ranges") {
  Generator g(1);
  const uint32_t word = Generator(1).random();
  CHECK(Generator(1).random_between(INT64_MIN, INT64_MAX) == INT64_MIN + int64_t{word});
  CHECK(Generator(1).random_between(0, UINT32_MAX) == int64_t{word});
  int64_t value;
  fill_between(g, &value, 1, INT64_MIN, INT64_MAX);
  CHECK(value == INT64_MIN + int64_t{word});
  CHECK(g.random_between(-3, -3) == -3);
}

TEST_CASE("a saved state continues the stream, in Torch7's layout") {
  Generator g(123);
  const std::string fresh = state_of(g);
  uint64_t seed, word;
  std::memcpy(&seed, fresh.data(), 8);
  std::memcpy(&word, fresh.data() + 24, 8);
  CHECK(seed == 123);
  CHECK(word == 123);     // the twister's first word is the seed itself
  CHECK(fresh[8] == 1);   // left
  CHECK(fresh[12] == 1);  // seeded
  for (int i = 0; i < 1000; ++i) g.random();
  g.normal(0, 1);
  const std::string state = state_of(g);
  int32_t left;
  std::memcpy(&left, state.data() + 8, 4);
  CHECK(left == 625 - (1002 - 624));
  const double next = g.normal(0, 1);
  const uint32_t after = g.random();
  Generator other(1);
  other.set_state(std::as_bytes(std::span(state)));
  CHECK(other.initial_seed() == 123);
  CHECK(other.normal(0, 1) == next);
  CHECK(other.random() == after);
  other.set_state(std::as_bytes(std::span(fresh)));
  CHECK(other.random() == 2991312382u);
}

TEST_CASE("bytes that are no state are refused and change nothing") {
  Generator g(4);
  const std::string before = state_of(g);
  std::string bad = before;
  bad[16] = 100;  // next: does not fit the number of words left
  CHECK_THROWS_AS(g.set_state(std::as_bytes(std::span(bad))), Error);
  bad = before;
  bad[8] = bad[9] = 127;
  CHECK_THROWS_AS(g.set_state(std::as_bytes(std::span(bad))), Error);
  CHECK_THROWS_WITH(g.set_state(std::as_bytes(std::span(bad.data(), 10))),
                    "a generator state has 5048 bytes, not 10");
  CHECK(state_of(g) == before);
}

TEST_CASE("seeding from the system gives a seed that repeats the stream") {
  Generator g;
  const uint64_t seed = g.seed();
  CHECK(seed <= UINT32_MAX);
  CHECK(g.initial_seed() == seed);
  CHECK(Generator(seed).random() == g.random());
  CHECK(Generator().initial_seed() != Generator().initial_seed());  // wrong once in 2^32
}

TEST_CASE("parameters out of range are errors that show them") {
  Generator g(1);
  double value;
  const double nan = std::nan("");
  CHECK_THROWS_WITH(g.normal(0, 0), "the standard deviation must be positive, not 0");
  CHECK_THROWS_AS(g.normal(0, nan), Error);
  CHECK_THROWS_AS(fill_normal(g, &value, 1, 0, -1), Error);
  CHECK_THROWS_WITH(g.geometric(1), "the probability must be between 0 and 1, not 1");
  CHECK_THROWS_WITH(g.bernoulli(1.5), "the probability must be in [0, 1], not 1.5");
  CHECK_THROWS_WITH(g.exponential(0), "lambda must be positive, not 0");
  CHECK_THROWS_WITH(g.random_between(3, 2), "the upper bound 2 is below the lower bound 3");
  int64_t drawn[3];
  const double none[] = {0, 0}, negative[] = {1, -1}, two[] = {1, 0, 1};
  CHECK_THROWS_WITH(sample_categories(g, none, 2, 1, true, drawn), "all 2 probabilities are 0");
  CHECK_THROWS_WITH(sample_categories(g, negative, 2, 1, true, drawn),
                    "probability 2 is -1: it must be finite and not negative");
  const double huge[] = {1e308, 1e308, 1};
  CHECK_THROWS_WITH(sample_categories(g, huge, 3, 3, true, drawn),
                    "the 3 probabilities add up to inf");
  CHECK_THROWS_WITH(sample_categories(g, two, 3, 3, false, drawn),
                    "cannot draw 3 samples without replacement: only 2 of 3 probabilities are "
                    "above 0");
}
