// SPDX-License-Identifier: BSD-3-Clause
// The three inner loops of the generator that are worth SIMD: advancing the Mersenne Twister,
// tempering its words, and turning pairs of words into normal deviates.
//
// The results do not depend on the instruction set or the vector width.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace tocha::random_kernels {

inline constexpr int kWords = 624;  // words of Mersenne Twister state

/// Replaces the 624 words of state by the next 624.
void twist(uint32_t* state);

/// Writes the tempered forms of `n` state words.
void temper(const uint32_t* words, int64_t n, uint32_t* out);

/// Box and Muller's method on `pairs` pairs (x, y) of 32-bit words, read as fractions of 2^32, as
/// normal_pair below computes it, rounded to float: out[2i] and out[2i + 1] for pair i.
void normal_floats(const uint32_t* words, int64_t pairs, double mean, double std, float* out);

/// The same for one pair of fractions, in double, with the C library's functions as in Torch7.
inline void normal_pair(double x, double y, double mean, double std, double* out) {
  const double radius = std::sqrt(-2 * std::log(1 - y)), angle = 2 * std::numbers::pi * x;
  out[0] = radius * std::cos(angle) * std + mean;
  out[1] = radius * std::sin(angle) * std + mean;
}

}  // namespace tocha::random_kernels
