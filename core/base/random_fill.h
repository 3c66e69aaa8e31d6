// SPDX-License-Identifier: BSD-3-Clause
// Arrays of random numbers: what `n` scalar draws of core/base/random.h would give, value for
// value and state for state, but made in blocks. Parameters are rounded to the array's type first
// where Torch7 passes them as such (`uniform` to `log_normal`).
#pragma once

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <type_traits>

#include "core/base/random.h"

namespace tocha {

/// Draws a word for each element and stores f(word).
template <class T, class F>
void fill_from_words(Generator& generator, T* data, int64_t n, F f) {
  constexpr int64_t kBlock = 1024;
  uint32_t words[kBlock];
  assert(data || n == 0);
  while (n > 0) {
    const int64_t count = std::min(n, kBlock);
    generator.random(words, count);
    for (int64_t i = 0; i < count; ++i) data[i] = f(words[i]);
    data += count;
    n -= count;
  }
}

/// How many integers, from 0, Torch7's `t:random()` chooses from: those that T can hold, one more
/// for the floating types; 0 stands for all 32 bits.
template <class T>
constexpr uint32_t random_modulus() {
  if constexpr (std::is_floating_point_v<T>) {
    return sizeof(T) == 8 ? 0 : (uint32_t{1} << 24) + 1;
  } else if constexpr (sizeof(T) == 8) {
    return 0;
  } else {
    return uint32_t{1} << (std::is_unsigned_v<T> ? 8 * sizeof(T) : 8 * sizeof(T) - 1);
  }
}

/// Integers of [0, modulus), or of 32 bits where modulus is 0.
template <class T>
void fill_random(Generator& generator, T* data, int64_t n, uint32_t modulus) {
  if (modulus == 0) {
    fill_from_words(generator, data, n, [](uint32_t word) { return static_cast<T>(word); });
  } else {
    fill_from_words(generator, data, n,
                    [=](uint32_t word) { return static_cast<T>(word % modulus); });
  }
}

/// Integers of [low, high]; see Generator::random_between.
template <class T>
void fill_between(Generator& generator, T* data, int64_t n, int64_t low, int64_t high) {
  check_range(low, high);
  const uint64_t count = static_cast<uint64_t>(high) - static_cast<uint64_t>(low) + 1;
  const auto base = static_cast<uint64_t>(low);
  auto place = [=](uint64_t offset) { return static_cast<T>(static_cast<int64_t>(base + offset)); };
  if (count - 1 >= UINT32_MAX) {  // a word reaches no further, and 0 stands for 2^64
    fill_from_words(generator, data, n, [=](uint32_t word) { return place(word); });
  } else {
    const auto modulus = static_cast<uint32_t>(count);
    fill_from_words(generator, data, n, [=](uint32_t word) { return place(word % modulus); });
  }
}

template <class T>
void fill_geometric(Generator& generator, T* data, int64_t n, double p) {
  check_geometric(p);
  const double log_p = std::log(p);
  fill_from_words(generator, data, n, [=](uint32_t word) {
    return static_cast<T>(static_cast<int64_t>(std::log(1 - word * 0x1p-32) / log_p) + 1);
  });
}

template <class T>
void fill_bernoulli(Generator& generator, T* data, int64_t n, double p) {
  check_probability(p);
  fill_from_words(generator, data, n,
                  [=](uint32_t word) { return static_cast<T>(word * 0x1p-32 < p); });
}

// T is float or double from here on.

/// Numbers of [a, b), or of (b, a]: none goes beyond `last`, the number beside b. A caller that
/// rounds them to fewer digits gives the number beside b that has so few.
template <class T>
TOCHA_API void fill_uniform(Generator& generator, T* data, int64_t n, double a, double b, T last);
template <class T>
void fill_uniform(Generator& generator, T* data, int64_t n, double a, double b) {
  fill_uniform(generator, data, n, a, b, std::nextafter(static_cast<T>(b), static_cast<T>(a)));
}
template <class T>
TOCHA_API void fill_normal(Generator& generator, T* data, int64_t n, double mean, double std);
template <class T>
TOCHA_API void fill_exponential(Generator& generator, T* data, int64_t n, double lambda);
template <class T>
TOCHA_API void fill_cauchy(Generator& generator, T* data, int64_t n, double median, double sigma);
template <class T>
TOCHA_API void fill_log_normal(Generator& generator, T* data, int64_t n, double mean, double std);

/// A permutation of first, first + 1, ..., first + n - 1.
template <class T>
void fill_permutation(Generator& generator, T* data, int64_t n, int64_t first) {
  for (int64_t i = 0; i < n; ++i) data[i] = static_cast<T>(first + i);
  for (int64_t i = 0; i + 1 < n; ++i) {
    const auto other = i + static_cast<int64_t>(generator.random() % static_cast<uint64_t>(n - i));
    std::swap(data[i], data[other]);
  }
}

/// Draws `samples` categories, numbered from 0, with probabilities proportional to `weights`.
/// Fails where a weight or the sum of all is negative or not finite, where all are zero, and,
/// without replacement, where more are asked for than there are categories of positive weight.
TOCHA_API void sample_categories(Generator& generator, const double* weights, int64_t categories,
                                 int64_t samples, bool replacement, int64_t* out);

}  // namespace tocha
