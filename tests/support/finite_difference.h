// SPDX-License-Identifier: BSD-3-Clause
// Gradients against finite differences. A layer's test defines a loss, the sum of its output
// weighted with random numbers; the same numbers are the gradOutput of its backward pass:
//
//   const Tensor dy = random_tensor(DType::Double, {2, 3}, 1);
//   auto loss = [&] { layer(out, x); return weighted_sum(out, dy); };
//   layer_backward(dx, x, dy);
//   CHECK(gradient_error(x, dx, loss) < kGradientTolerance);
#pragma once

#include <cmath>

#include "tests/support/tensors.h"

namespace tocha::testing {

/// Central differences in double precision with a step of 1e-5 are off by about 1e-10 from their
/// own formula (the third derivative times step^2) and by 1e-11 from rounding.
inline constexpr double kGradientTolerance = 1e-8;

/// Numbers from -1 to 1 without a pattern, exact in every floating point type; `seed` tells tensors
/// of one test apart.
inline std::vector<double> noise(int64_t count, uint64_t seed) {
  std::vector<double> list(static_cast<size_t>(count));
  for (double& value : list) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    value = double(int64_t(seed >> 44)) / double(1 << 19) - 1;
  }
  return list;
}
inline Tensor random_tensor(DType dtype, const Shape& sizes, uint64_t seed) {
  return make(dtype, sizes, noise(sizes.numel(), seed));
}

inline double weighted_sum(const Tensor& out, const Tensor& weights) {
  const std::vector<double> a = values(out), b = values(weights);
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// The largest difference between `gradient` and the central differences of `loss` with respect to
/// each element of `x` (Double, contiguous), relative to 1 + their size.
template <class Loss>
double gradient_error(Tensor& x, const Tensor& gradient, Loss&& loss, double step = 1e-5) {
  const std::vector<double> expected = values(gradient);
  if (int64_t(expected.size()) != x.numel()) return INFINITY;
  double worst = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    double& element = x.data<double>()[i];
    const double before = element;
    element = before + step;
    const double above = loss();
    element = before - step;
    const double below = loss();
    element = before;
    const double difference = (above - below) / (2 * step);
    worst = std::fmax(worst, std::abs(difference - expected[i]) / (1 + std::abs(difference)));
  }
  return worst;
}

/// The largest difference between two tensors' elements, relative to 1 + their size; infinity when
/// the sizes differ.
inline double largest_difference(const Tensor& got, const Tensor& expected) {
  if (!got.same_sizes(expected)) return INFINITY;
  const std::vector<double> a = values(got), b = values(expected);
  double worst = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    if (!(a[i] == b[i])) worst = std::fmax(worst, std::abs(a[i] - b[i]) / (1 + std::abs(b[i])));
    if (std::isnan(a[i]) != std::isnan(b[i])) return INFINITY;
  }
  return worst;
}

}  // namespace tocha::testing
