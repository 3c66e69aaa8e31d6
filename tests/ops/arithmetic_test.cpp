// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/arithmetic.h"

#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("add in every type, contiguous and not") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {2, 3}, {1, 2, 3, 4, 5, 6});
    Tensor out(DType(d), cpu_device());
    add(out, a, 2, a);
    CHECK(values(out) == std::vector<double>{3, 6, 9, 12, 15, 18});
    add(out, transpose(a, 0, 1), 1, transpose(a, 0, 1));
    CHECK(values(out) == std::vector<double>{2, 8, 4, 10, 6, 12});
    CHECK(out.size(0) == 3);
  }
}

TEST_CASE("operands broadcast, or agree in count") {
  const Tensor a = make(DType::Float, {2, 3}, {1, 2, 3, 4, 5, 6});
  Tensor out(DType::Float);
  mul(out, a, make(DType::Float, {3}, {1, 10, 100}));
  CHECK(values(out) == std::vector<double>{1, 20, 300, 4, 50, 600});
  mul(out, a, make(DType::Float, {6}, {1, 1, 1, 2, 2, 2}));
  CHECK(values(out) == std::vector<double>{1, 2, 3, 8, 10, 12});
  CHECK(error_of([&] {
          mul(out, a, make(DType::Float, {4}, {1, 2, 3, 4}));
        }) == "sizes 2x3 and 4 do not match");
  CHECK(error_of([&] {
          mul(out, a, make(DType::Double, {3}, {1, 2, 3}));
        }) == "types Float and Double do not match");
}

TEST_CASE("results may be operands, also overlapping ones") {
  Tensor a = make(DType::Float, {4}, {1, 2, 3, 4});
  add(a, a, 1, a);
  CHECK(values(a) == std::vector<double>{2, 4, 6, 8});
  Tensor head = narrow(a, 0, 0, 3);
  Tensor tail = narrow(a, 0, 1, 3);
  add(tail, tail, 1, head);
  CHECK(values(a) == std::vector<double>{2, 6, 10, 14});
  Tensor wide = expand(narrow(a, 0, 0, 1), Shape{4});
  CHECK(error_of([&] { add(wide, a, 1); }) ==
        "the result FloatTensor 4 is an expanded tensor, whose elements share memory; clone it "
        "first");
}

TEST_CASE("integers wrap and survive a division by zero") {
  Tensor out(DType::Byte);
  add(out, make(DType::Byte, {2}, {255, 1}), 2);
  CHECK(values(out) == std::vector<double>{1, 3});
  Tensor ints(DType::Int);
  div(ints, make(DType::Int, {3}, {7, -7, 1}), make(DType::Int, {3}, {2, 2, 0}));
  CHECK(values(ints) == std::vector<double>{3, -3, 0});
}

TEST_CASE("large tensors go through the threads") {
  Tensor a(DType::Float, {200000});
  fill(a, 1);
  Tensor out(DType::Float);
  addcmul(out, a, 3, a, a);
  CHECK(out.data<float>()[0] == 4);
  CHECK(out.data<float>()[199999] == 4);
}

TEST_CASE("neg, cinv and lerp") {
  Tensor out(DType::Float);
  neg(out, make(DType::Float, {2}, {1, -2}));
  CHECK(values(out) == std::vector<double>{-1, 2});
  Tensor bytes(DType::Byte);
  neg(bytes, make(DType::Byte, {2}, {1, 0}));
  CHECK(values(bytes) == std::vector<double>{255, 0});
  cinv(out, make(DType::Float, {3}, {2, -4, 0}));
  CHECK(values(out) == std::vector<double>{0.5, -0.25, INFINITY});
  lerp(out, make(DType::Float, {2}, {0, 10}), make(DType::Float, {2}, {4, 20}), 0.25);
  CHECK(values(out) == std::vector<double>{1, 12.5});
  Tensor ints(DType::Int);
  CHECK(error_of([&] {
          cinv(ints, make(DType::Int, {2}, {1, 2}));
        }) == "a floating point tensor is needed, got IntTensor 2");
  CHECK(error_of([&] { lerp(ints, make(DType::Int, {1}, {1}), make(DType::Int, {1}, {1}), 1); }) ==
        "a floating point tensor is needed, got IntTensor 1");
}

TEST_CASE("tensors without elements give results without elements") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor none{DType(d)};
    Tensor out = make(DType(d), {2}, {1, 2});
    add(out, none, 1);
    CHECK(out.empty());
    Tensor self = none;
    mul(self, self, none);
    CHECK(self.empty());
  }
}
