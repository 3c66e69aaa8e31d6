// SPDX-License-Identifier: BSD-3-Clause
// Losses on the CPU. Sums are made in the tensors' type over short pieces, which the compiler keeps
// in vector registers, and in double over the pieces: the result does not depend on threads.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/criterion.cpp"
#include "hwy/foreach_target.h"

#include "core/cpu/pointwise-inl.h"
#include "core/nn/criterion.h"
#include "core/nn/criterion_functors.h"
#include "core/nn/pair_loss.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace {

template <class F, class T>
HWY_ATTR double sum_pairs(const F& f, const T* x, const T* target, int64_t n) {
  constexpr int64_t kLanes = 32, kPiece = 32 * kLanes;
  double total = 0;
  for (int64_t begin = 0; begin < n; begin += kPiece) {
    const int64_t end = std::min(n, begin + kPiece);
    T sums[kLanes] = {};
    int64_t i = begin;
    for (; i + kLanes <= end; i += kLanes) {
      for (int64_t k = 0; k < kLanes; ++k) sums[k] += f.value(x[i + k], target[i + k]);
    }
    for (int64_t k = 0; i < end; ++i, ++k) sums[k] += f.value(x[i], target[i]);
    for (T sum : sums) total += double(sum);
  }
  return total;
}

template <class F, class T>
double sum_loss(const PairLossCall& a) {
  const double params[] = {1, a.margin};
  const F f(params);
  const T *x = a.in.data<T>(), *target = a.target.data<T>();
  if (!a.weights) return sum_pairs(f, x, target, a.in.numel());
  const T* weights = a.weights->data<T>();
  double sum = 0;
  for (int64_t i = 0; i < a.in.numel(); ++i) sum += weights[i] * f.value(x[i], target[i]);
  return sum;
}

template <class T, template <class> class... Ops>
double sum_loss(const PairLossCall& a, OpList<Ops...>) {
  using Function = double (*)(const PairLossCall&);
  static constexpr Function kSums[] = {sum_loss<Ops<T>, T>...};
  return kSums[a.op](a);
}

}  // namespace

void pair_loss(const PairLossCall& a) {
  visit_real(a.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const double sum = sum_loss<T>(a, PairLosses{});
    *a.loss.data<T>() = T(a.scale * sum);
  });
}

void pair_loss_gradient(int op, const PointwiseArgs& args) {
  run_pointwise<PairLosses, FloatingTypes>(op, args);
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {

HWY_EXPORT(pair_loss);
void pair_loss(const PairLossCall& a) { HWY_DYNAMIC_DISPATCH(pair_loss)(a); }
HWY_EXPORT(pair_loss_gradient);
void pair_loss_gradient(int op, const PointwiseArgs& args) {
  HWY_DYNAMIC_DISPATCH(pair_loss_gradient)(op, args);
}

void nll_loss(const NllCall& a) {
  const int64_t* target = a.target.data<int64_t>();
  for (int64_t f = 0; f < a.frames; ++f) {
    if (target[f] != a.options.ignore && (target[f] < 1 || target[f] > a.classes)) {
      fail("label ", target[f], " of sample ", f + 1, " is not in 1 to ", a.classes);
    }
  }
  visit_real(a.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const T* weights = a.options.weights ? a.options.weights->data<T>() : nullptr;
    T& total = *a.total_weight.data<T>();
    // Calls f(position in the input, weight) for each sample that counts.
    auto each = [&](auto&& f) {
      for (int64_t i = 0; i < a.frames; ++i) {
        if (target[i] == a.options.ignore) continue;
        const int64_t c = target[i] - 1;
        f(i * a.classes + c, weights ? weights[c] : T(1));
      }
    };
    if (a.gradient) {
      T* gradient = a.gradient->data<T>();
      std::fill_n(gradient, a.frames * a.classes, T(0));
      if (!(total > 0)) return;
      const T scale = a.options.size_average ? T(1) / total : T(1);
      each([&](int64_t at, T weight) { gradient[at] = -weight * scale; });
    } else {
      const T* in = a.in.data<T>();
      double loss = 0, sum = 0;
      each([&](int64_t at, T weight) {
        loss -= double(in[at]) * double(weight);
        sum += double(weight);
      });
      total = T(sum);
      *a.loss->data<T>() = T(a.options.size_average && sum != 0 ? loss / sum : loss);
    }
  });
}

}  // namespace tocha::cpu
#endif
