// SPDX-License-Identifier: BSD-3-Clause
// Torch7's random streams: the Mersenne Twister MT19937, and how Torch7 makes each distribution
// from its 32-bit words. Equal seeds give equal numbers, value for value.
//
// The scalar draws stand here; random_fill.h fills whole arrays with the same streams, faster.
// A generator is owned by one user at a time: nothing here locks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/export.h"

namespace tocha {

class TOCHA_API Generator {
 public:
  /// Seeded from the operating system's entropy.
  Generator() { seed(); }
  explicit Generator(uint64_t seed) { manual_seed(seed); }

  /// Starts the stream of `seed` anew. As in Torch7, only its low 32 bits choose the stream.
  void manual_seed(uint64_t seed);
  /// Seeds from the operating system's entropy; returns the seed, of 32 bits: a Lua number can
  /// hold it, so manual_seed with it repeats the stream.
  uint64_t seed();
  /// The seed that the stream was started with.
  uint64_t initial_seed() const { return seed_; }

  /// The size of a saved state, and the state itself in the layout of Torch7 on 64-bit
  /// little-endian machines, so that states in its checkpoints are usable.
  static constexpr size_t kStateBytes = 5048;
  void get_state(std::span<std::byte, kStateBytes> to) const;
  /// Fails, with the stream as it was, where `from` is not a state.
  void set_state(std::span<const std::byte> from);

  /// The next 32 bits.
  uint32_t random();
  /// The next `n` words at once.
  void random(uint32_t* to, int64_t n);

  /// A number of [0, 1): a multiple of 2^-32.
  double uniform() { return random() * 0x1p-32; }
  /// A number of [a, b), or of (b, a]: what rounding would make b is the number beside it.
  double uniform(double a, double b);
  /// Integers of [low, high]. Fails where high < low. A range beyond 2^32 is not filled.
  int64_t random_between(int64_t low, int64_t high);
  /// Box and Muller's method; every other call returns the second value of the pair that the call
  /// before made. Fails unless std > 0.
  double normal(double mean, double std);
  /// Density lambda exp(-lambda x). Fails unless lambda > 0.
  double exponential(double lambda);
  /// Density sigma / (pi (sigma^2 + (x - median)^2)).
  double cauchy(double median, double sigma);
  /// exp of a normal deviate of that mean and std. Fails unless std > 0.
  double log_normal(double mean, double std);
  /// Integers from 1, P(i) = (1 - p) p^(i - 1). Fails unless 0 < p < 1.
  int64_t geometric(double p);
  /// True with probability p: never for 0, always for 1. Fails unless 0 <= p <= 1.
  bool bernoulli(double p);

  /// True where the next normal deviate is the second of a pair already drawn.
  bool has_second_normal() const { return has_second_; }

 private:
  uint64_t seed_ = 0;
  uint32_t words_[624];
  // As Torch7 counts: left_ is one more than the words unused; a fresh seed has left_ = 1 too,
  // but next_ = 0.
  int32_t left_ = 1;
  uint32_t next_ = 0;
  // The pair of Box and Muller's method drawn last.
  double normal_x_ = 0, normal_y_ = 0, normal_radius_ = 0;
  bool has_second_ = false;
};

/// Fails with a clear message unless the distribution's parameter is in its range.
TOCHA_API void check_std(double std);
TOCHA_API void check_lambda(double lambda);
TOCHA_API void check_geometric(double p);
TOCHA_API void check_probability(double p);
TOCHA_API void check_range(int64_t low, int64_t high);

}  // namespace tocha
