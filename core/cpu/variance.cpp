// SPDX-License-Identifier: BSD-3-Clause
// Variances and standard deviations on the CPU, in one pass: the sums of x - k and of its square,
// where k is the first element. With k among the data nothing cancels that matters; blocks are
// merged by their means (Chan, Golub and LeVeque, "Algorithms for computing the sample variance",
// 1983).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/variance.cpp"
#include "hwy/foreach_target.h"

#include <cmath>

#include "core/cpu/reduce-inl.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {

template <class E, int N>
struct VarianceState {
  int64_t seen;
  double k[N], s[N], ss[N];  // the origin, the sum and the sum of squares from there
  bool biased, root;

  void start(const ReduceArgs& args, int count) {
    seen = 0;
    for (int c = 0; c < count; ++c) k[c] = s[c] = ss[c] = 0;
    biased = args.p != 0;
    root = VarianceOp(args.op) == VarianceOp::StandardDeviation;
  }
  void begin(const E* p, int count) {
    for (int c = 0; c < count; ++c) k[c] = double(p[c]);
  }

  void row(const E* p, int64_t n, int64_t) {
    if (n > 0 && seen == 0) begin(p, 1);
    seen += n;
    using Lanes = Octet<double>;
    constexpr int W = Lanes::kWidth;
    Lanes a[2] = {Lanes(0.), Lanes(0.)}, b[2] = {Lanes(0.), Lanes(0.)};
    const double origin = k[0];
    int64_t i = 0;
    for (; i + 2 * W <= n; i += 2 * W) {
      for (int j = 0; j < 2; ++j) {
        Lanes x(p + i + j * W);
        x.each([=](auto& part) { part -= origin; });
        a[j].each([](auto& to, const auto& d) { to += d; }, x);
        b[j].each([](auto& to, const auto& d) { to += d * d; }, x);
      }
    }
    auto plus = [](auto& to, const auto& more) { to += more; };
    a[0].each(plus, a[1]);
    b[0].each(plus, b[1]);
    for (int j = 0; j < W; ++j) s[0] += a[0][j], ss[0] += b[0][j];
    for (; i < n; ++i) {
      const double d = double(p[i]) - origin;
      s[0] += d;
      ss[0] += d * d;
    }
  }

  void rows(const E* p, int64_t step, int64_t n, int count, int64_t) {
    if (n > 0 && seen == 0) begin(p, count);
    seen += n;
    for (int64_t i = 0; i < n; ++i) {
      const E* x = p + i * step;
      for (int c = 0; c < count; ++c) {
        const double d = double(x[c]) - k[c];
        s[c] += d;
        ss[c] += d * d;
      }
    }
  }

  void merge(const VarianceState& later, int count) {
    if (later.seen == 0) return;
    const double n = double(seen), m = double(later.seen);
    for (int c = 0; c < count; ++c) {
      if (seen == 0) {
        k[c] = later.k[c], s[c] = later.s[c], ss[c] = later.ss[c];
        continue;
      }
      const double mean = k[c] + s[c] / n, later_mean = later.k[c] + later.s[c] / m;
      const double distance = later_mean - mean;
      ss[c] = (ss[c] - s[c] * s[c] / n) + (later.ss[c] - later.s[c] * later.s[c] / m) +
              distance * distance * n * m / (n + m);
      k[c] = mean + distance * m / (n + m);
      s[c] = 0;
    }
    seen += later.seen;
  }

  double value(int slot, int64_t n) const {
    const double squares = ss[slot] - s[slot] * s[slot] / double(n);
    const double variance = (squares < 0 ? 0 : squares) / double(n - (biased ? 0 : 1));
    return root ? std::sqrt(variance) : variance;
  }
};

// Of doubles whose squares leave the range of doubles: of the elements brought near 1. `plain` is
// what was computed, right in all other cases.
double scaled_variance(const ReduceArgs& args, const Tensor& in, double plain) {
  const StridedLoop loop = make_loop({&in});
  auto each = [&](auto&& f) {
    for_each_row(loop, 0, loop.numel(), [&](char* const* p, const int64_t* s, int64_t n) {
      for (int64_t i = 0; i < n; ++i) f(*reinterpret_cast<const double*>(p[0] + i * s[0]));
    });
  };
  double largest = 0;
  each([&](double x) { largest = std::max(largest, std::fabs(x)); });
  const int exponent = largest > 0 && std::isfinite(largest) ? std::ilogb(largest) : 0;
  if (std::abs(exponent) < 400) return plain;
  Tensor scaled(DType::Double, Shape{in.numel()});
  double* to = scaled.data<double>();
  each([&](double x) { *to++ = std::ldexp(x, -exponent); });
  double value = 0;
  run_reduction<double, VarianceState>(
      {.in = scaled, .op = args.op, .p = args.p, .number = &value});
  const bool root = VarianceOp(args.op) == VarianceOp::StandardDeviation;
  return std::ldexp(value, root ? exponent : 2 * exponent);
}

void variance(const ReduceArgs& args) {
  visit(args.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    if constexpr (kIsFloating<T>) run_reduction<T, VarianceState>(args);
    if constexpr (std::is_same_v<T, double>) {
      mend_results<T>(
          args, [](double value) { return !(value > 1e-140 && value < 1e140); },
          [&](const Tensor& in, double plain) { return scaled_variance(args, in, plain); });
    }
  });
}
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::cpu {
HWY_EXPORT(variance);
void variance(const ReduceArgs& args) { HWY_DYNAMIC_DISPATCH(variance)(args); }
}  // namespace tocha::cpu
#endif
