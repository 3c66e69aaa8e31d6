// SPDX-License-Identifier: BSD-3-Clause
// The update rules on the CPU, compiled once for each instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/optim.cpp"
#include "hwy/foreach_target.h"

#include "core/base/parallel.h"
#include "core/cpu/flush.h"
#include "core/device.h"
#include "core/optim/rules.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {

// The compiler's own prefetch forgets the right to write unless the instruction set promises it.
inline void own_line(const void* address) {
#if defined(__x86_64__)
  asm volatile("prefetchw %0" : : "m"(*static_cast<const char*>(address)));
#else
  __builtin_prefetch(address, 1);
#endif
}

constexpr int64_t kUpdateGrain = 16384;  // parameters a thread takes at least

// Calls step(i) for n elements. If x is `shared`, another core may have read it last, for a product
// with it: lines are asked for with the right to write a while before, or each store would wait for
// that core.
template <class T, class Step>
HWY_ATTR void each_element(bool shared, T* x, int64_t n, Step&& step) {
  constexpr int64_t kLine = 64 / sizeof(T), kAhead = 64 * kLine;
  const int64_t piece = shared ? kAhead : n;
  for (int64_t at = 0; at < n; at += piece) {
    const int64_t end = std::min(n, at + piece);
    for (int64_t i = end; i < std::min(n, end + kAhead); i += kLine) own_line(x + i);
#pragma GCC ivdep
    for (int64_t i = at; i < end; ++i) step(i);
  }
}

// The arrays of a rule never overlap (DenseOperands): the compiler may keep values in registers.
template <class T, class Rule>
HWY_ATTR void sgd_row(const Rule& rule, bool shared, T* x, T* g, T* v, int64_t n) {
  each_element(shared, x, n, [=](int64_t i) HWY_ATTR { rule(x[i], g[i], v[i]); });
}

template <class T, bool kDecay, Momentum kMomentum>
void run_sgd(Tensor& x, Tensor& gradient, Tensor* velocity, const SgdStep& step) {
  const SgdRule<T, kDecay, kMomentum> rule(step);
  // Without momentum the rule leaves the velocity alone; the gradient stands in for it.
  T *to = x.data<T>(), *g = gradient.data<T>(), *v = (velocity ? *velocity : gradient).data<T>();
  const bool shared = num_threads() > 1;
  parallel_for(x.numel(), kUpdateGrain, [&](int64_t begin, int64_t end) {
    const FlushToZero flush;
    sgd_row(rule, shared, to + begin, g + begin, v + begin, end - begin);
  });
}

void sgd(Tensor& x, Tensor& gradient, Tensor* velocity, const SgdStep& step) {
  const Momentum momentum = step.momentum == 0 ? Momentum::None
                            : step.nesterov    ? Momentum::Nesterov
                                               : Momentum::Plain;
  visit_real(x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    auto run = [&]<bool kDecay>(std::bool_constant<kDecay>) {
      switch (momentum) {
        case Momentum::None:
          return run_sgd<T, kDecay, Momentum::None>(x, gradient, velocity, step);
        case Momentum::Plain:
          return run_sgd<T, kDecay, Momentum::Plain>(x, gradient, velocity, step);
        case Momentum::Nesterov:
          return run_sgd<T, kDecay, Momentum::Nesterov>(x, gradient, velocity, step);
      }
    };
    step.weight_decay != 0 ? run(std::true_type()) : run(std::false_type());
  });
}

template <class T, class Rule>
HWY_ATTR void adam_row(const Rule& rule, bool shared, T* x, T* g, T* m, T* v, int64_t n) {
  each_element(shared, x, n, [=](int64_t i) HWY_ATTR { rule(x[i], g[i], m[i], v[i]); });
}

template <class T, bool kDecay>
void run_adam(const AdamTensors& t, const AdamStep& step) {
  const AdamRule<T, kDecay> rule(step);
  T *x = t.x.data<T>(), *g = t.gradient.data<T>(), *m = t.mean.data<T>(), *v = t.square.data<T>();
  const bool shared = num_threads() > 1;
  parallel_for(t.x.numel(), kUpdateGrain, [&](int64_t at, int64_t end) {
    const FlushToZero flush;
    adam_row(rule, shared, x + at, g + at, m + at, v + at, end - at);
  });
}

void adam(const AdamTensors& t, const AdamStep& step) {
  visit_real(t.x.dtype(), [&](auto zero) {
    using T = decltype(zero);
    step.weight_decay != 0 ? run_adam<T, true>(t, step) : run_adam<T, false>(t, step);
  });
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/kernels.h"

namespace tocha::cpu {
HWY_EXPORT(sgd);
HWY_EXPORT(adam);
void sgd(Tensor& x, Tensor& gradient, Tensor* velocity, const SgdStep& step) {
  HWY_DYNAMIC_DISPATCH(sgd)(x, gradient, velocity, step);
}
void adam(const AdamTensors& tensors, const AdamStep& step) {
  HWY_DYNAMIC_DISPATCH(adam)(tensors, step);
}
}  // namespace tocha::cpu
#endif
