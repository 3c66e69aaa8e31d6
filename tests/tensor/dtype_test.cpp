// SPDX-License-Identifier: BSD-3-Clause
// Element types: how halves round, and which types `visit` lets through.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

namespace {
float bfloat16(auto value) { return float(convert<BFloat16>(value)); }
float half(auto value) { return float(convert<Half>(value)); }
}  // namespace

TEST_CASE("bfloat16 rounds to nearest even and keeps infinities and NaN") {
  CHECK(bfloat16(3.1415927f) == 3.140625f);
  CHECK(bfloat16(1.0f + 0x1p-8f) == 1.0f);  // ties: to the even neighbour
  CHECK(bfloat16(1.0f + 0x3p-8f) == 1.0f + 0x4p-8f);
  CHECK(bfloat16(-1.0f - 0x3p-8f) == -1.0f - 0x4p-8f);
  CHECK(bfloat16(0x1.FEp127f) == 0x1.FEp127f);  // the largest
  CHECK(std::isinf(bfloat16(0x1.FFp127f)));
  CHECK(bfloat16(0x1p-133f) == 0x1p-133f);  // the smallest
  CHECK(bfloat16(0x1p-134f) == 0.0f);
  CHECK(std::signbit(bfloat16(-0.0f)));
  CHECK(bfloat16(-INFINITY) == -INFINITY);
  CHECK(std::isnan(bfloat16(std::numeric_limits<float>::signaling_NaN())));
  CHECK(std::isnan(bfloat16(double(NAN))));
}

TEST_CASE("what a float cannot hold rounds to a half once, not twice") {
  // By way of the nearest float each of these would be a tie.
  CHECK(bfloat16(1 + 0x1p-8 + 0x1p-40) == 1 + 0x1p-7f);
  CHECK(bfloat16(1 + 0x3p-8 - 0x1p-40) == 1 + 0x2p-8f);
  CHECK(bfloat16(-(1 + 0x1p-8 + 0x1p-40)) == -(1 + 0x1p-7f));
  CHECK(half(1 + 0x1p-11 + 0x1p-40) == 1 + 0x1p-10f);
  CHECK(bfloat16((int32_t{1} << 30) + (int32_t{1} << 22) + 1) == 0x1.02p30f);
  CHECK(bfloat16((int64_t{1} << 62) + (int64_t{1} << 54) + 1) == 0x1.02p62f);
  CHECK(bfloat16(-(int64_t{1} << 62) - (int64_t{1} << 54) - 1) == -0x1.02p62f);
  CHECK(bfloat16((int64_t{1} << 62) + (int64_t{1} << 54)) == 0x1p62f);
  CHECK(bfloat16(std::numeric_limits<int64_t>::min()) == -0x1p63f);
  CHECK(std::isinf(bfloat16(1e39)));
  CHECK(bfloat16(1e-60) == 0.0f);
}

TEST_CASE("numbers without an integer of the type become the lowest of 64 bits, wrapped") {
  const double lost[] = {NAN, INFINITY, -INFINITY, 1e300, -1e300, 0x1p63, 2 * 0x1p63};
  for (double value : lost) {
    INFO(value);
    CHECK(convert<int64_t>(value) == INT64_MIN);
    CHECK(convert<int64_t>(float(value)) == INT64_MIN);
    CHECK(convert<int32_t>(value) == 0);
    CHECK(convert<uint8_t>(convert<Half>(value)) == 0);
  }
  CHECK(convert<int64_t>(-0x1p63) == INT64_MIN);
  CHECK(convert<int64_t>(0x1.fffffffffffffp62) == 0x7FFFFFFFFFFFFC00);
  CHECK(convert<int64_t>(-1.9) == -1);
  CHECK(convert<uint8_t>(-1.0) == 255);
  CHECK(convert<uint8_t>(257.5) == 1);
  CHECK(convert<int32_t>(4294967297.0) == 1);
}

TEST_CASE("visit refuses types outside of its set") {
  auto size = [](auto zero) { return int(sizeof zero); };
  CHECK(visit(DType::BFloat16, size) == 2);
  CHECK(visit<RealTypes>(DType::Double, size) == 8);
  CHECK(visit<IntegerTypes>(DType::Short, size) == 2);
  CHECK(error_of([&] { visit<RealTypes>(DType::BFloat16, size); }) ==
        "BFloat16 elements are not supported here: Float or Double is needed");
  CHECK(error_of([&] { visit<IntegerTypes>(DType::Half, size); }) ==
        "Half elements are not supported here: an integer type is needed");
  CHECK(error_of([&] { visit<FloatingTypes>(DType::Long, size); }) ==
        "Long elements are not supported here: a floating type is needed");
}
