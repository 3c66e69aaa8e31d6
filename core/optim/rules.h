// SPDX-License-Identifier: BSD-3-Clause
// The arithmetic of one parameter's update, shared by every device; each kernel runs one of these
// over all parameters. A rule reads the old values and writes the new ones in place.
#pragma once

#include <cmath>

#include "core/optim/adam.h"
#include "core/optim/sgd.h"
#include "core/tensor/dtype.h"

namespace tocha {

enum class Momentum { None, Plain, Nesterov };

/// x, gradient g, velocity v (not touched without momentum).
template <class T, bool kDecay, Momentum kMomentum>
struct SgdRule {
  T rate, decay, momentum, keep, gain;
  explicit SgdRule(const SgdStep& s)
      : rate(T(s.rate)),
        decay(T(s.weight_decay)),
        momentum(T(s.momentum)),
        // The first velocity is the gradient itself.
        keep(s.first ? T(0) : T(s.momentum)),
        gain(s.first ? T(1) : T(1 - s.dampening)) {}

  TOCHA_HD void operator()(T& x, T& g, T& v) const {
    T direction = g;
    if constexpr (kDecay) direction += decay * x;
    if constexpr (kDecay && kMomentum != Momentum::Nesterov) g = direction;
    if constexpr (kMomentum != Momentum::None) {
      const T velocity = keep * v + gain * direction;
      v = velocity;
      direction = kMomentum == Momentum::Nesterov ? direction + momentum * velocity : velocity;
    }
    if constexpr (kMomentum == Momentum::Nesterov) g = direction;
    x -= rate * direction;
  }
};

/// x, gradient g, running means m of g and v of its square.
template <class T, bool kDecay>
struct AdamRule {
  T step, decay, beta1, beta2, rest1, rest2, epsilon;
  explicit AdamRule(const AdamStep& s)
      : step(T(s.step)),
        decay(T(s.weight_decay)),
        beta1(T(s.beta1)),
        beta2(T(s.beta2)),
        rest1(T(1 - s.beta1)),
        rest2(T(1 - s.beta2)),
        epsilon(T(s.epsilon)) {}

  TOCHA_HD void operator()(T& x, T& g, T& m, T& v) const {
    T gradient = g;
    if constexpr (kDecay) {
      gradient += decay * x;
      g = gradient;
    }
    const T mean = beta1 * m + rest1 * gradient;
    const T square = beta2 * v + rest2 * gradient * gradient;
    m = mean;
    v = square;
    x -= step * mean / (std::sqrt(square) + epsilon);
  }
};

}  // namespace tocha
