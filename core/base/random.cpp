// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/random.h"

#include <sys/random.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numbers>

#include "core/base/error.h"
#include "core/base/random_kernels.h"

namespace tocha {

using random_kernels::kWords;

namespace {

// Torch7's generator as it lies in memory on 64-bit Linux, which is what it saves.
struct SavedState {
  uint64_t seed;
  int32_t left;
  int32_t seeded;
  uint64_t next;
  uint64_t words[kWords];
  double normal_x, normal_y, normal_radius;
  int32_t has_second;
  int32_t padding;
};
static_assert(sizeof(SavedState) == Generator::kStateBytes);
static_assert(std::endian::native == std::endian::little, "saved states are little-endian");

}  // namespace

void Generator::manual_seed(uint64_t seed) {
  seed_ = seed;
  words_[0] = static_cast<uint32_t>(seed);
  for (uint32_t i = 1; i < kWords; ++i) {
    words_[i] = 1812433253u * (words_[i - 1] ^ (words_[i - 1] >> 30)) + i;
  }
  left_ = 1;
  next_ = 0;
  normal_x_ = normal_y_ = normal_radius_ = 0;
  has_second_ = false;
}

uint64_t Generator::seed() {
  uint32_t entropy = 0;
  if (getrandom(&entropy, sizeof entropy, 0) != sizeof entropy) {
    fail_environment("the operating system gave no random seed: ", std::strerror(errno));
  }
  manual_seed(entropy);
  return entropy;
}

void Generator::get_state(std::span<std::byte, kStateBytes> to) const {
  SavedState saved{};
  saved.seed = seed_;
  saved.left = left_;
  saved.seeded = 1;
  saved.next = next_;
  std::copy_n(words_, kWords, saved.words);
  saved.normal_x = normal_x_;
  saved.normal_y = normal_y_;
  saved.normal_radius = normal_radius_;
  saved.has_second = has_second_;
  std::memcpy(to.data(), &saved, sizeof saved);
}

void Generator::set_state(std::span<const std::byte> from) {
  if (from.size() != kStateBytes) {
    fail("a generator state has ", kStateBytes, " bytes, not ", from.size());
  }
  SavedState saved;
  std::memcpy(&saved, from.data(), sizeof saved);
  const bool fresh = saved.left == 1 && saved.next == 0;
  const bool running = saved.left >= 1 && saved.left <= kWords && saved.next <= kWords &&
                       saved.left + static_cast<int64_t>(saved.next) == kWords + 1;
  if (saved.seeded != 1 || !(fresh || running)) {
    fail("these bytes are no generator state (position ", saved.next, ", ", saved.left, " left)");
  }
  seed_ = saved.seed;
  for (int i = 0; i < kWords; ++i) words_[i] = static_cast<uint32_t>(saved.words[i]);
  left_ = saved.left;
  next_ = static_cast<uint32_t>(saved.next);
  normal_x_ = saved.normal_x;
  normal_y_ = saved.normal_y;
  normal_radius_ = saved.normal_radius;
  has_second_ = saved.has_second != 0;
}

uint32_t Generator::random() {
  uint32_t word;
  random(&word, 1);
  return word;
}

void Generator::random(uint32_t* to, int64_t n) {
  while (n > 0) {
    if (left_ == 1) {
      random_kernels::twist(words_);
      left_ = kWords + 1;
      next_ = 0;
    }
    const int64_t count = std::min<int64_t>(n, left_ - 1);
    random_kernels::temper(words_ + next_, count, to);
    next_ += static_cast<uint32_t>(count);
    left_ -= static_cast<int32_t>(count);
    to += count;
    n -= count;
  }
}

double Generator::uniform(double a, double b) {
  const double value = uniform() * (b - a) + a;
  return value == b ? std::nextafter(b, a) : value;
}

int64_t Generator::random_between(int64_t low, int64_t high) {
  check_range(low, high);
  const uint64_t count = static_cast<uint64_t>(high) - static_cast<uint64_t>(low) + 1;
  const uint64_t word = random();
  // A count of 0 stands for all 2^64 integers.
  return static_cast<int64_t>(static_cast<uint64_t>(low) + (count == 0 ? word : word % count));
}

double Generator::normal(double mean, double std) {
  check_std(std);
  if (!has_second_) {
    normal_x_ = uniform();
    normal_y_ = uniform();
    normal_radius_ = std::sqrt(-2 * std::log(1 - normal_y_));
  }
  const double angle = 2 * std::numbers::pi * normal_x_;
  const double direction = has_second_ ? std::sin(angle) : std::cos(angle);
  has_second_ = !has_second_;
  return normal_radius_ * direction * std + mean;
}

double Generator::exponential(double lambda) {
  check_lambda(lambda);
  return -1 / lambda * std::log(1 - uniform());
}

double Generator::cauchy(double median, double sigma) {
  return median + sigma * std::tan(std::numbers::pi * (uniform() - 0.5));
}

double Generator::log_normal(double mean, double std) { return std::exp(normal(mean, std)); }

int64_t Generator::geometric(double p) {
  check_geometric(p);
  return static_cast<int64_t>(std::log(1 - uniform()) / std::log(p)) + 1;
}

bool Generator::bernoulli(double p) {
  check_probability(p);
  return uniform() < p;  // Torch7's <= is true for p = 0 once in 2^32 draws
}

// The conditions are written so that NaN fails too.
void check_std(double std) {
  if (!(std > 0)) fail("the standard deviation must be positive, not ", std);
}
void check_lambda(double lambda) {
  if (!(lambda > 0)) fail("lambda must be positive, not ", lambda);
}
void check_geometric(double p) {
  if (!(p > 0 && p < 1)) fail("the probability must be between 0 and 1, not ", p);
}
void check_probability(double p) {
  if (!(p >= 0 && p <= 1)) fail("the probability must be in [0, 1], not ", p);
}
void check_range(int64_t low, int64_t high) {
  if (high < low) fail("the upper bound ", high, " is below the lower bound ", low);
}

}  // namespace tocha
