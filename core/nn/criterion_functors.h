// SPDX-License-Identifier: BSD-3-Clause
// Losses that are a sum over pairs (x, target), shared by every device. A functor called as such is
// the derivative with respect to x, times params[0]; `value` is what the loss sums up. params[1] is
// the margin of those that have one.
#pragma once

#include <cmath>

#include "core/ops/pointwise.h"

namespace tocha::functors {

template <class T>
struct PairLossBase {
  static constexpr int kInputs = 2;
  T scale, margin;
  TOCHA_HD explicit PairLossBase(const double* p)
      : scale(convert<T>(p[0])), margin(convert<T>(p[1])) {}
};

template <class T>
struct SquaredError : PairLossBase<T> {
  using PairLossBase<T>::PairLossBase, PairLossBase<T>::scale;
  TOCHA_HD T operator()(T x, T target) const { return T(2) * scale * (x - target); }
  TOCHA_HD T value(T x, T target) const { return (x - target) * (x - target); }
};

template <class T>
struct AbsoluteError : PairLossBase<T> {
  using PairLossBase<T>::PairLossBase, PairLossBase<T>::scale;
  TOCHA_HD T operator()(T x, T target) const { return x - target >= T(0) ? scale : -scale; }
  TOCHA_HD T value(T x, T target) const { return std::fabs(x - target); }
};

// Huber's loss: squared up to a distance of 1, linear beyond.
template <class T>
struct SmoothL1 : PairLossBase<T> {
  using PairLossBase<T>::PairLossBase, PairLossBase<T>::scale;
  TOCHA_HD T operator()(T x, T target) const {
    const T d = x - target;
    return d < T(-1) ? -scale : d > T(1) ? scale : scale * d;
  }
  TOCHA_HD T value(T x, T target) const {
    const T d = std::fabs(x - target);
    return d < T(1) ? T(0.5) * d * d : d - T(0.5);
  }
};

// Targets are 1 and -1, here and below.
template <class T>
struct MarginLoss : PairLossBase<T> {
  using PairLossBase<T>::PairLossBase, PairLossBase<T>::scale, PairLossBase<T>::margin;
  TOCHA_HD T operator()(T x, T y) const { return x * y < margin ? -scale * y : T(0); }
  TOCHA_HD T value(T x, T y) const { return margin - x * y > T(0) ? margin - x * y : T(0); }
};

// log(1 + exp(-x y)) without overflow
template <class T>
struct SoftMarginLoss : PairLossBase<T> {
  using PairLossBase<T>::PairLossBase, PairLossBase<T>::scale;
  TOCHA_HD T operator()(T x, T y) const { return -scale * y / (T(1) + std::exp(x * y)); }
  TOCHA_HD T value(T x, T y) const {
    const T z = x * y;
    return (z < T(0) ? -z : T(0)) + std::log1p(std::exp(-std::fabs(z)));
  }
};

// x for 1, max(0, margin - x) for -1
template <class T>
struct HingeEmbeddingLoss : PairLossBase<T> {
  using PairLossBase<T>::PairLossBase, PairLossBase<T>::scale, PairLossBase<T>::margin;
  TOCHA_HD T operator()(T x, T y) const { return y == T(-1) && x > margin ? T(0) : scale * y; }
  TOCHA_HD T value(T x, T y) const {
    const T inside = margin - x > T(0) ? margin - x : T(0);
    return (y == T(-1) ? T(0) : x) + (y == T(1) ? T(0) : inside);
  }
};

// x: logarithms of probabilities; target: probabilities
template <class T>
struct KlDivergence : PairLossBase<T> {
  using PairLossBase<T>::PairLossBase, PairLossBase<T>::scale;
  TOCHA_HD T operator()(T, T p) const { return p > T(0) ? -scale * p : T(0); }
  TOCHA_HD T value(T x, T p) const { return p > T(0) ? p * (std::log(p) - x) : T(0); }
};

// x: probabilities, kept away from 0 and 1 as Torch7 does; targets between 0 and 1
template <class T>
struct BinaryCrossEntropy : PairLossBase<T> {
  using PairLossBase<T>::PairLossBase, PairLossBase<T>::scale;
  static constexpr double kEpsilon = 1e-12;
  TOCHA_HD T operator()(T x, T y) const {
    return T(-scale * (y - x) / ((1. - x + kEpsilon) * (x + kEpsilon)));
  }
  TOCHA_HD T value(T x, T y) const {
    return T(-(std::log(x + kEpsilon) * y + std::log(1. - x + kEpsilon) * (1. - y)));
  }
};

// The same on scores: of sigmoid(x)
template <class T>
struct LogisticLoss : PairLossBase<T> {
  using PairLossBase<T>::PairLossBase, PairLossBase<T>::scale;
  TOCHA_HD T operator()(T x, T y) const { return scale * (T(1) / (T(1) + std::exp(-x)) - y); }
  TOCHA_HD T value(T x, T y) const {
    return (x > T(0) ? x : T(0)) - x * y + std::log1p(std::exp(-std::fabs(x)));
  }
};

}  // namespace tocha::functors

namespace tocha {

/// In the order of PairLoss (core/nn/pair_loss.h).
using PairLosses =
    OpList<functors::SquaredError, functors::AbsoluteError, functors::SmoothL1,
           functors::MarginLoss, functors::SoftMarginLoss, functors::HingeEmbeddingLoss,
           functors::KlDivergence, functors::BinaryCrossEntropy, functors::LogisticLoss>;

}  // namespace tocha
