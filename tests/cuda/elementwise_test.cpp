// SPDX-License-Identifier: BSD-3-Clause
// What a GPU thread does in an elementwise operator, run here thread after thread on the host.
#include "cuda/elementwise.h"

#include <catch2/catch.hpp>

#include "core/ops/arithmetic_functors.h"
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
          expected[size_t((i * 7 + j) * 11 + 3 + k)] = (k * 7 + j) * 6 + i + 1000 * j;
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
