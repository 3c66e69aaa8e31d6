// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/random_fill.h"

#include <bit>
#include <numbers>
#include <numeric>
#include <vector>

#include "core/base/error.h"
#include "core/base/random_kernels.h"

namespace tocha {

template <class T>
void fill_uniform(Generator& generator, T* data, int64_t n, double a, double b, T last) {
  const double low = static_cast<T>(a), width = static_cast<T>(b) - low;
  auto value = [=](uint32_t word) { return static_cast<T>(word * 0x1p-32 * width + low); };
  if (width < 0) {
    fill_from_words(generator, data, n, [=](uint32_t word) { return std::max(value(word), last); });
  } else {
    fill_from_words(generator, data, n, [=](uint32_t word) { return std::min(value(word), last); });
  }
}

namespace {

void normal_pairs(const uint32_t* words, int64_t pairs, double mean, double std, float* out) {
  random_kernels::normal_floats(words, pairs, mean, std, out);
}

// A double shows every bit of the C library's functions, so no others will do.
void normal_pairs(const uint32_t* words, int64_t pairs, double mean, double std, double* out) {
  for (int64_t i = 0; i < 2 * pairs; i += 2) {
    random_kernels::normal_pair(words[i] * 0x1p-32, words[i + 1] * 0x1p-32, mean, std, out + i);
  }
}

}  // namespace

template <class T>
void fill_normal(Generator& generator, T* data, int64_t n, double mean, double std) {
  mean = static_cast<T>(mean);
  std = static_cast<T>(std);
  check_std(std);
  if (n > 0 && generator.has_second_normal()) {
    *data++ = static_cast<T>(generator.normal(mean, std));
    --n;
  }
  constexpr int64_t kBlock = 1024;
  uint32_t words[kBlock];
  // The last pair is drawn singly: it stays in the generator, as part of its state.
  while (n > 2) {
    const int64_t count = std::min((n - 1) / 2 * 2, kBlock);
    generator.random(words, count);
    normal_pairs(words, count / 2, mean, std, data);
    data += count;
    n -= count;
  }
  for (; n > 0; --n) *data++ = static_cast<T>(generator.normal(mean, std));
}

template <class T>
void fill_exponential(Generator& generator, T* data, int64_t n, double lambda) {
  lambda = static_cast<T>(lambda);
  check_lambda(lambda);
  const double scale = -1 / lambda;
  fill_from_words(generator, data, n, [=](uint32_t word) {
    return static_cast<T>(scale * std::log(1 - word * 0x1p-32));
  });
}

template <class T>
void fill_cauchy(Generator& generator, T* data, int64_t n, double median, double sigma) {
  median = static_cast<T>(median);
  sigma = static_cast<T>(sigma);
  fill_from_words(generator, data, n, [=](uint32_t word) {
    return static_cast<T>(median + sigma * std::tan(std::numbers::pi * (word * 0x1p-32 - 0.5)));
  });
}

template <class T>
void fill_log_normal(Generator& generator, T* data, int64_t n, double mean, double std) {
  constexpr int64_t kBlock = 256;
  double normal[kBlock];
  mean = static_cast<T>(mean);
  std = static_cast<T>(std);
  check_std(std);
  while (n > 0) {
    const int64_t count = std::min(n, kBlock);
    fill_normal(generator, normal, count, mean, std);
    for (int64_t i = 0; i < count; ++i) data[i] = static_cast<T>(std::exp(normal[i]));
    data += count;
    n -= count;
  }
}

// Draws from a cumulative distribution that ends with 1: a guide table names, for each piece of
// [0, 1), where the search for its numbers begins (Chen and Asau, 1974). A power of two pieces, so
// that a number's piece is exact.
static void draw_guided(Generator& generator, const std::vector<double>& cumulative,
                        int64_t samples, int64_t* out) {
  const size_t pieces = std::bit_floor(cumulative.size());
  // Counted in each piece, then summed: guide[piece] is how many of the distribution lie below it.
  std::vector<int64_t> guide(pieces + 2);
  for (const double c : cumulative) ++guide[static_cast<size_t>(c * double(pieces)) + 1];
  std::partial_sum(guide.begin(), guide.end(), guide.begin());
  for (int64_t j = 0; j < samples; ++j) {
    const double u = generator.uniform();
    const auto piece = static_cast<size_t>(u * double(pieces));
    const auto begin = cumulative.begin();
    out[j] = std::upper_bound(begin + guide[piece], begin + guide[piece + 1], u) - begin;
  }
}

void sample_categories(Generator& generator, const double* weights, int64_t categories,
                       int64_t samples, bool replacement, int64_t* out) {
  std::vector<double> cumulative(static_cast<size_t>(categories));
  double sum = 0;
  int64_t positive = 0;
  for (int64_t i = 0; i < categories; ++i) {
    if (!(weights[i] >= 0) || std::isinf(weights[i])) {
      fail("probability ", i + 1, " is ", weights[i], ": it must be finite and not negative");
    }
    positive += weights[i] > 0;
    cumulative[static_cast<size_t>(i)] = sum += weights[i];
  }
  if (std::isinf(sum)) fail("the ", categories, " probabilities add up to ", sum);
  if (positive == 0) fail("all ", categories, " probabilities are 0");
  if (!replacement && samples > positive) {
    fail("cannot draw ", samples, " samples without replacement: only ", positive, " of ",
         categories, " probabilities are above 0");
  }
  for (double& c : cumulative) c /= sum;
  // A category is chosen by the numbers from the sum before it on, below its own: none where it is
  // 0.
  cumulative.back() = 1;  // whatever the rounding errors
  // The table costs what some searches without it do.
  if (replacement && samples > categories / 16) {
    return draw_guided(generator, cumulative, samples, out);
  }
  for (int64_t j = 0; j < samples; ++j) {
    const auto chosen = std::upper_bound(cumulative.begin(), cumulative.end(), generator.uniform());
    out[j] = chosen - cumulative.begin();
    if (replacement) continue;
    // Takes the category out, and scales what is left to a sum of 1 again.
    const double share = *chosen - (chosen == cumulative.begin() ? 0 : *(chosen - 1));
    const double left = 1 - share;
    for (auto c = cumulative.begin(); c != cumulative.end(); ++c) {
      *c = (c < chosen ? *c : *c - share) / left;
    }
    cumulative.back() = 1;
  }
}

template void fill_uniform(Generator&, float*, int64_t, double, double, float);
template void fill_uniform(Generator&, double*, int64_t, double, double, double);
template void fill_normal(Generator&, float*, int64_t, double, double);
template void fill_normal(Generator&, double*, int64_t, double, double);
template void fill_exponential(Generator&, float*, int64_t, double);
template void fill_exponential(Generator&, double*, int64_t, double);
template void fill_cauchy(Generator&, float*, int64_t, double, double);
template void fill_cauchy(Generator&, double*, int64_t, double, double);
template void fill_log_normal(Generator&, float*, int64_t, double, double);
template void fill_log_normal(Generator&, double*, int64_t, double, double);

}  // namespace tocha
