// SPDX-License-Identifier: BSD-3-Clause
// What a GPU thread does in an elementwise operator, run here thread after thread on the host.
#include "cuda/elementwise.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/nn/activation_functors.h"
#include "core/nn/criterion_functors.h"
#include "core/ops/arithmetic_functors.h"
#include "core/ops/bitwise_functors.h"
#include "core/ops/clamp_functors.h"
#include "core/ops/compare_functors.h"
#include "core/ops/copy.h"
#include "core/ops/math_functors.h"
#include "core/ops/modulo_functors.h"
#include "core/ops/power_functors.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::cuda;
using namespace tocha::testing;

TEST_CASE("division by multiplication is exact") {
  const uint32_t top = (uint32_t(1) << 31) - 1;
  std::vector<uint32_t> divisors = {1,     2,     3,     5,       7,   10,     641,
                                    65535, 65536, 65537, top - 1, top, top + 1};
  for (uint32_t i = 0, x = 1; i < 200; ++i)
    divisors.push_back((x = x * 1664525 + 1013904223) >> (1 + i % 31));
  for (uint32_t d : divisors) {
    if (d == 0) continue;
    const Divisor divisor(d);
    for (uint64_t k :
         {uint64_t(0), uint64_t(1), uint64_t(2), uint64_t(top / d), uint64_t(top / d / 2)}) {
      for (int64_t n : {int64_t(k * d) - 1, int64_t(k * d), int64_t(k * d) + 1}) {
        if (n < 0 || n > int64_t(top)) continue;
        if (divisor.divide(uint32_t(n)) != uint32_t(n) / d) FAIL(n << " / " << d);
      }
    }
  }
}

namespace {

template <class F, class T>
void run_strided(const F& f, const StridedLoop& loop, int64_t limit) {
  for_each_part(
      loop,
      [&](const StridedLoop& part) {
        CHECK(part.numel() <= limit);
        const Walk walk(part);
        const uint32_t blocks = (walk.count + kThreads - 1) / kThreads;
        for (uint32_t block = 0; block < blocks; ++block) {
          for (uint32_t t = 0; t < kThreads; ++t) run_strided_thread<F, T, T>(block, t, f, walk);
        }
      },
      limit);
}

Tensor counted(const Shape& sizes) {
  Tensor t(DType::Float, sizes);
  for (int64_t i = 0; i < t.numel(); ++i) t.data<float>()[i] = float(i);
  return t;
}

}  // namespace

TEST_CASE("strided threads cover any layout once, in parts too") {
  const double alpha = 1000;
  const functors::Add<float> f(&alpha);
  const Tensor a = transpose(counted({5, 7, 6}), 0, 2);
  const Tensor b = expand(counted({7, 1}), Shape{6, 7, 5});
  for (int64_t limit : {int64_t(1000), int64_t(64), int64_t(1)}) {
    Tensor wide(DType::Float, {6, 7, 11});
    std::fill_n(wide.data<float>(), wide.numel(), -1.f);
    Tensor out = narrow(wide, 2, 3, 5);
    run_strided<functors::Add<float>, float>(f, make_loop({&out, &a, &b}), limit);
    std::vector<double> expected(size_t(wide.numel()), -1);
    for (int i = 0; i < 6; ++i) {
      for (int j = 0; j < 7; ++j) {
        for (int k = 0; k < 5; ++k)
          expected[size_t(i * 7 + j) * 11 + size_t(3 + k)] = (k * 7 + j) * 6 + i + 1000 * j;
      }
    }
    CHECK(values(wide) == expected);
  }
}

TEST_CASE("contiguous threads cover all counts, packed and not") {
  const double two = 2;
  const functors::MulScalar<float> f(&two);
  for (uint32_t count : {1u, 3u, 1023u, 1024u, 1025u, 4000u}) {
    for (bool packed : {true, false}) {
      const Tensor in = counted({int64_t(count)});
      Tensor out(DType::Float, {int64_t(count) + 1});
      out.data<float>()[count] = -1;
      const uint32_t blocks = (count + kThreads * kPack - 1) / (kThreads * kPack);
      for (uint32_t block = 0; block < blocks; ++block) {
        for (uint32_t t = 0; t < kThreads; ++t) {
          run_contiguous_thread(block, t, f, out.data<float>(), in.data<float>(), in.data<float>(),
                                in.data<float>(), count, packed);
        }
      }
      bool equal = out.data<float>()[count] == -1;
      for (uint32_t i = 0; i < count; ++i) equal = equal && out.data<float>()[i] == 2 * float(i);
      CHECK(equal);
    }
  }
}

namespace {

// One operator for one type by GPU threads, as pointwise.cuh compiles it, and by the CPU's kernel.
template <template <class> class Op, class T>
void check_operator(PointwiseKernel* cpu_kernel, int op) {
  using F = Op<Compute<T>>;
  using Out = std::conditional_t<std::is_same_v<PointwiseResult<F, Compute<T>>, bool>, uint8_t, T>;
  const double params[] = {1, 3, 2};
  Tensor in[3];
  for (int k = 0; k < 3; ++k) {  // no zeros: integers are divided
    std::vector<double> numbers(40);
    for (int i = 0; i < 40; ++i) {
      numbers[size_t(i)] = double((i + 5 * k) * 7 % 11 + 1) / (kIsFloating<T> ? 4 : 1);
    }
    in[k] = make(kDType<T>, {40}, numbers);
  }
  Tensor there(kDType<Out>, {40}), here(kDType<Out>, {40});
  const F f(params);
  for (uint32_t t = 0; t < kThreads; ++t) {
    run_contiguous_thread(0, t, f, there.data<Out>(), in[0].data<T>(), in[1].data<T>(),
                          in[2].data<T>(), 40, false);
  }
  PointwiseArgs args{here, {}, params, true};
  for (int k = 0; k < F::kInputs; ++k) args.in[k] = &in[k];
  cpu_kernel(op, args);
  const std::vector<double> a = values(there), b = values(here);
  const double tolerance = kIsHalf<T> ? 1e-2 : 1e-6;  // the CPU has vector forms of its own
  for (size_t i = 0; i < a.size(); ++i) {
    const bool same = a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])) ||
                      std::fabs(a[i] - b[i]) <= tolerance * std::fabs(b[i]);
    if (!same) FAIL(name_of(kDType<T>) << " operator " << op << ": " << a[i] << ", not " << b[i]);
  }
}

template <class Types, template <class> class... Ops>
void check_family(PointwiseKernel* cpu_kernel, OpList<Ops...>) {
  for (int d = 0; d < kDTypes; ++d) {
    visit(DType(d), [&](auto zero) {
      using T = decltype(zero);
      if constexpr (Types::template kHas<T>) {
        int op = 0;
        (check_operator<Ops, T>(cpu_kernel, op++), ...);
      }
    });
  }
}

}  // namespace

TEST_CASE("every operator of every family gives a GPU's threads what the CPU computes") {
  const Kernels& cpu = cpu_device().kernels;
  check_family<AllTypes>(cpu.arithmetic, ArithmeticOps{});
  check_family<AllTypes>(cpu.clamp, ClampOps{});
  check_family<AllTypes>(cpu.power, PowerOps{});
  check_family<AllTypes>(cpu.modulo, ModuloOps{});
  check_family<FloatingTypes>(cpu.math, MathOps{});
  check_family<AllTypes>(cpu.compare, CompareOps{});
  check_family<IntegerTypes>(cpu.bitwise, BitwiseOps{});
  check_family<FloatingTypes>(cpu.activation, ActivationOps{});
  check_family<FloatingTypes>(cpu.pair_loss_gradient, PairLosses{});
}
