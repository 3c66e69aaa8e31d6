// SPDX-License-Identifier: BSD-3-Clause
// Random elements on the CPU: the array fills of core/base/random_fill.h, through a buffer where
// the result is not contiguous or of a 16-bit floating type. One thread: a stream has an order.
#include "core/base/random_fill.h"
#include "core/cpu/kernels.h"
#include "core/tensor/iterate.h"

namespace tocha::cpu {
namespace {

template <class T>
constexpr uint32_t modulus() {
  if constexpr (std::is_same_v<T, Half>)
    return (1 << 11) + 1;
  else if constexpr (std::is_same_v<T, BFloat16>)
    return (1 << 8) + 1;
  else
    return random_modulus<T>();
}

// Numbers of [a, b) that rounding to T does not make b.
template <class T, class C>
void fill_uniform_as(Generator& generator, C* data, int64_t n, double a, double b) {
  if constexpr (std::is_same_v<T, C>) {
    fill_uniform(generator, data, n, a, b);
  } else {
    const C first = C(T(C(a))), end = C(T(C(b)));
    T last(end);  // the neighbour of b on the side of a: one bit pattern away
    if (end == 0 && first != 0) {
      last.bits = first > 0 ? 1 : 0x8001;
    } else if (first != end) {
      last.bits += (first > end) == (end > 0) ? 1 : -1;
    }
    fill_uniform(generator, data, n, a, b, C(last));
  }
}

// T: the type of the result; C: the one that is drawn.
template <class T, class C>
void fill_block(const RandomArgs& r, C* data, int64_t n) {
  switch (r.distribution) {
    case Distribution::Integers:
      return fill_random(r.generator, data, n, modulus<T>());
    case Distribution::Between:
      return fill_between(r.generator, data, n, r.low, r.high);
    case Distribution::Geometric:
      return fill_geometric(r.generator, data, n, r.a);
    case Distribution::Bernoulli:
      return fill_bernoulli(r.generator, data, n, r.a);
    default:
      break;
  }
  if constexpr (std::is_floating_point_v<C>) {
    switch (r.distribution) {
      case Distribution::Uniform:
        return fill_uniform_as<T>(r.generator, data, n, r.a, r.b);
      case Distribution::Normal:
        return fill_normal(r.generator, data, n, r.a, r.b);
      case Distribution::Exponential:
        return fill_exponential(r.generator, data, n, r.a);
      case Distribution::Cauchy:
        return fill_cauchy(r.generator, data, n, r.a, r.b);
      case Distribution::LogNormal:
        return fill_log_normal(r.generator, data, n, r.a, r.b);
      default:
        break;
    }
  }
}

template <class T>
void fill_through_buffer(const RandomArgs& r) {
  constexpr int64_t kBuffer = 1024;
  Compute<T> buffer[kBuffer];
  const StridedLoop loop = make_loop({&r.out}, true);
  int64_t left = loop.numel(), at = 0, filled = 0;
  for_each_row(loop, 0, left, [&](char* const* p, const int64_t* s, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      if (at == filled) {
        filled = std::min(left, kBuffer);
        fill_block<T>(r, buffer, filled);
        left -= filled;
        at = 0;
      }
      *reinterpret_cast<T*>(p[0] + i * s[0]) = convert<T>(buffer[at++]);
    }
  });
}

template <class T>
void bernoulli_each(const RandomArgs& r) {
  const StridedLoop loop = make_loop({&r.out, r.probabilities}, true);
  for_each_row(loop, 0, loop.numel(), [&](char* const* p, const int64_t* s, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      const double probability = *reinterpret_cast<const double*>(p[1] + i * s[1]);
      *reinterpret_cast<T*>(p[0] + i * s[0]) = convert<T>(int(r.generator.bernoulli(probability)));
    }
  });
}

}  // namespace

void random(const RandomArgs& r) {
  visit(r.out.dtype(), [&](auto zero) {
    using T = decltype(zero);
    if (r.probabilities) return bernoulli_each<T>(r);
    if constexpr (!kIsHalf<T>) {
      if (r.out.is_contiguous()) return fill_block<T>(r, r.out.data<T>(), r.out.numel());
    }
    fill_through_buffer<T>(r);
  });
}

}  // namespace tocha::cpu
