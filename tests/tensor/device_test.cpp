// SPDX-License-Identifier: BSD-3-Clause
// The seam between the engine and a device: casts, copies between devices and mixed-device errors
// on a device whose memory nothing but its kernels may touch.
#include <catch2/catch.hpp>

#include "core/ops/arithmetic.h"
#include "tests/support/second_device.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("tensors go to another device and back in every type") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor host = make(DType(d), {2, 3}, {1, 2, 3, 4, 5, 6});
    const Tensor there = to(host, DType(d), second_device());
    CHECK(&there.device() == &second_device());
    CHECK(values(there) == values(host));
    CHECK(values(to(there, DType::Double, cpu_device())) == values(host));
  }
}

TEST_CASE("casts happen on the device, whatever the layout") {
  const Tensor a = make(DType::Float, {2, 3}, {1, 2, 3, 4, 5, 6}, second_device());
  CHECK(values(to(transpose(a, 0, 1), DType::Int, second_device())) ==
        std::vector<double>{1, 4, 2, 5, 3, 6});
  Tensor host(DType::Double, {3, 2});
  copy(host, transpose(a, 0, 1));
  CHECK(values(host) == std::vector<double>{1, 4, 2, 5, 3, 6});
  Tensor wide(DType::Float, {3, 4}, second_device());
  fill(wide, 0);
  Tensor part = narrow(wide, 1, 1, 2);
  copy(part, host);
  CHECK(values(wide) == std::vector<double>{0, 1, 4, 0, 0, 2, 5, 0, 0, 3, 6, 0});
}

TEST_CASE("operators run there; storages grow there") {
  Tensor a = make(DType::Float, {4}, {1, 2, 3, 4}, second_device());
  Tensor out(DType::Float, second_device());
  add(out, a, 10, a);
  CHECK(values(out) == std::vector<double>{11, 22, 33, 44});
  mul(out, narrow(a, 0, 0, 3), make(DType::Float, {2, 1}, {1, 10}, second_device()));
  CHECK(values(out) == std::vector<double>{1, 2, 3, 10, 20, 30});
  a.resize(Shape{6});
  CHECK(values(narrow(a, 0, 0, 4)) == std::vector<double>{1, 2, 3, 4});
}

TEST_CASE("mixed devices and missing kernels are errors of the caller") {
  const Tensor host = make(DType::Float, {2}, {1, 2});
  const Tensor there = to(host, DType::Float, second_device());
  Tensor out(DType::Float);
  CHECK(error_of([&] { add(out, host, 1, there); }) == "types Float and SecondFloat do not match");
  CHECK(error_of([&] { add(out, there, 1, there); }) == "types Float and SecondFloat do not match");
  CHECK(error_of([&] { need(second_device(), second_device().kernels.math); }) ==
        "not available for tensors on second");
  Tensor huge(DType::Byte, second_device());
  CHECK(error_of([&] { huge.resize(Shape{1 << 30}); }) == "the second device is out of memory");
  CHECK(huge.empty());
}

TEST_CASE("nothing is left on the device") { CHECK(second_device_bytes() == 0); }
