// SPDX-License-Identifier: BSD-3-Clause
// The GPU against the CPU: copies, casts, fills and every elementwise family on any layout. Without
// a GPU the program ends with 77, which ctest reports as skipped.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>
#include <thread>

#include "core/device_library.h"
#include "core/nn/activation.h"
#include "core/nn/pair_loss.h"
#include "core/ops/arithmetic.h"
#include "core/ops/bitwise.h"
#include "core/ops/clamp.h"
#include "core/ops/compare.h"
#include "core/ops/math.h"
#include "core/ops/modulo.h"
#include "core/ops/pointwise.h"
#include "core/ops/power.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

namespace {

const DeviceLibrary* library = nullptr;
Device& gpu() { return library->device(0); }

Tensor counted(DType dtype, const Shape& sizes) {
  Tensor t(DType::Double, sizes);
  for (int64_t i = 0; i < t.numel(); ++i) t.data<double>()[i] = double(i % 100 + 1);
  return to(t, dtype, cpu_device());
}

// Halves hold 11 bits; other types must agree but for the last bits of pow and division.
void check_equal(const Tensor& there, const Tensor& here) {
  const double tolerance = there.dtype() == DType::Half       ? 2e-3
                           : there.dtype() == DType::BFloat16 ? 2e-2
                                                              : 1e-6;
  const std::vector<double> a = values(there), b = values(here);
  REQUIRE(a.size() == b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    if (std::fabs(a[i] - b[i]) > tolerance * std::fabs(b[i])) {
      FAIL(name_of(here.dtype()) << " element " << i << ": " << a[i] << " on the GPU, " << b[i]);
    }
  }
}

// Runs `op(out, a, b)` on both devices for every one of these types, contiguous and not.
template <class Types = AllTypes, class Operator>
void compare(const Operator& op, bool byte_result = false) {
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype = DType(d);
    if (!visit(dtype, [](auto zero) { return Types::template kHas<decltype(zero)>; })) continue;
    const DType result = byte_result ? DType::Byte : dtype;
    for (bool strided : {false, true}) {
      const Shape sizes{33, 70};
      Tensor a = counted(dtype, strided ? Shape{70, 33} : sizes);
      Tensor b = counted(dtype, sizes);
      Tensor ga = to(a, dtype, gpu()), gb = to(b, dtype, gpu());
      if (strided) a = transpose(a, 0, 1), ga = transpose(ga, 0, 1);
      Tensor here(result), there(result, gpu());
      op(here, a, b);
      op(there, ga, gb);
      check_equal(there, here);
    }
  }
}

}  // namespace

TEST_CASE("every pair of types converts on the GPU as on the CPU") {
  for (int from = 0; from < kDTypes; ++from) {
    for (int into = 0; into < kDTypes; ++into) {
      const Tensor host = counted(DType(from), {50, 41});
      const Tensor there = to(host, DType(from), gpu());
      check_equal(to(there, DType(into), gpu()), to(host, DType(into), cpu_device()));
      check_equal(to(transpose(there, 0, 1), DType(into), gpu()),
                  to(transpose(host, 0, 1), DType(into), cpu_device()));
    }
  }
}

TEST_CASE("large copies arrive whole") {
  const Tensor host = counted(DType::Float, {9'000'001});
  const Tensor there = to(host, DType::Float, gpu());
  const Tensor back = to(there, DType::Float, cpu_device());
  CHECK(std::equal(host.data<float>(), host.data<float>() + host.numel(), back.data<float>()));
}

TEST_CASE("fills reach every layout") {
  for (int d = 0; d < kDTypes; ++d) {
    Tensor wide(DType(d), {7, 9}, gpu());
    fill(wide, 1);
    Tensor part = narrow(wide, 1, 2, 3);
    fill(part, 5);
    double sum = 0;
    for (double v : values(wide)) sum += v;
    CHECK(sum == 7 * 9 + 7 * 3 * 4);
  }
}

TEST_CASE("arithmetic") {
  compare([](Tensor& out, const Tensor& a, const Tensor& b) { add(out, a, 2, b); });
  compare([](Tensor& out, const Tensor& a, const Tensor&) { mul(out, a, 3); });
  compare([](Tensor& out, const Tensor& a, const Tensor& b) { div(out, a, b); });
  compare([](Tensor& out, const Tensor& a, const Tensor& b) { addcmul(out, a, 2, b, a); });
}
TEST_CASE("clamp, modulo, power") {
  compare([](Tensor& out, const Tensor& a, const Tensor&) { clamp(out, a, 10, 50); });
  compare([](Tensor& out, const Tensor& a, const Tensor&) { fmod(out, a, 7); });
  compare([](Tensor& out, const Tensor& a, const Tensor&) { pow(out, a, 2); });
}

TEST_CASE("math, comparisons, bits") {
  compare<FloatingTypes>([](Tensor& out, const Tensor& a, const Tensor&) { log(out, a); });
  compare<FloatingTypes>([](Tensor& out, const Tensor& a, const Tensor&) { tanh(out, a); });
  compare<FloatingTypes>([](Tensor& out, const Tensor& a, const Tensor& b) { atan2(out, a, b); });
  compare([](Tensor& out, const Tensor& a, const Tensor& b) { lt(out, a, b); }, true);
  compare([](Tensor& out, const Tensor& a, const Tensor&) { ge(out, a, 50); }, true);
  compare<IntegerTypes>([](Tensor& out, const Tensor& a, const Tensor& b) { bitxor(out, a, b); });
  compare<IntegerTypes>([](Tensor& out, const Tensor& a, const Tensor&) { lshift(out, a, 2); });
}
TEST_CASE("pointwise layers and gradients of losses") {
  compare<FloatingTypes>(
      [](Tensor& out, const Tensor& a, const Tensor&) { threshold(out, a, 20, 3); });
  compare<FloatingTypes>(
      [](Tensor& out, const Tensor& a, const Tensor& b) { sigmoid_backward(out, a, b); });
  compare<FloatingTypes>([](Tensor& out, const Tensor& a, const Tensor& b) {
    pair_loss_backward(PairLoss::SquaredError, out, a, b, {});
  });
}

TEST_CASE("threads share tensors; memory is reused") {
  Tensor t = to(counted(DType::Float, {1000}), DType::Float, gpu());
  std::thread other([&] {
    for (int i = 0; i < 100; ++i) add(t, t, 1);
  });
  other.join();
  CHECK(values(t)[0] == 101);
  const DeviceMemory before = library->memory(0);
  for (int i = 0; i < 100; ++i) {
    Tensor scratch(DType::Byte, {1 << 20}, gpu());
    fill(scratch, 1);
  }
  const DeviceMemory after = library->memory(0);
  CHECK(after.live == before.live);
  CHECK(after.live + after.cached <= before.live + before.cached + (64 << 20));
}

TEST_CASE("running out of memory is an error that passes") {
  CHECK(error_of([] { Tensor(DType::Byte, {int64_t(1) << 50}, gpu()); }).find("out of memory: ") ==
        0);
  CHECK(values(make(DType::Float, {2}, {1, 2}, gpu())) == std::vector<double>{1, 2});
}

int main(int argc, char** argv) {
  try {
    library = &load_device_library("cuda");
  } catch (const Error& error) {
    std::printf("SKIPPED: %s\n", error.what());
    return 77;
  }
  return Catch::Session().run(argc, argv);
}
