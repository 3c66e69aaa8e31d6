// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/masked.h"

#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;
using List = std::vector<double>;

TEST_CASE("masks fill, copy and choose in every type and layout") {
  const Tensor mask = make(DType::Byte, {2, 3}, {1, 0, 0, 0, 1, 1});
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor dense = make(DType(d), {2, 3}, {1, 2, 3, 4, 5, 6});
    Tensor turned = clone(transpose(dense, 0, 1));
    for (Tensor t : {clone(dense), transpose(turned, 0, 1)}) {
      Tensor out(DType(d), cpu_device());
      masked_select(out, t, mask);
      CHECK(values(out) == List{1, 5, 6});
      masked_copy(t, mask, make(DType(d), {4}, {10, 20, 30, 40}));
      CHECK(values(t) == List{10, 2, 3, 4, 20, 30});
      masked_fill(t, mask, 7);
      CHECK(values(t) == List{7, 2, 3, 4, 7, 7});
      masked_fill(t, make(DType::Byte, {6}, {0, 1, 0, 0, 0, 0}), 8);
      CHECK(values(t) == List{7, 8, 3, 4, 7, 7});
    }
  }
}

TEST_CASE("positions of what is not zero") {
  for (int d = 0; d < kDTypes; ++d) {
    Tensor out(DType::Long);
    const Tensor t = make(DType(d), {2, 2}, {0, 3, 1, 0});
    nonzero(out, t);
    CHECK(values(out) == List{1, 2, 2, 1});
    nonzero(out, transpose(t, 0, 1));
    CHECK(values(out) == List{1, 2, 2, 1});
    nonzero(out, select(t, 0, 0));
    CHECK(values(out) == List{2});
    nonzero(out, make(DType(d), {2}, {0, 0}));
    CHECK(out.empty());
  }
}

TEST_CASE("masks over shared memory and masks that choose nothing") {
  Tensor bytes = make(DType::Byte, {3}, {1, 0, 1});
  masked_fill(bytes, bytes, 0);
  CHECK(values(bytes) == List{0, 0, 0});
  Tensor t = make(DType::Float, {3}, {1, 2, 3});
  masked_select(t, t, make(DType::Byte, {3}, {0, 1, 1}));
  CHECK(values(t) == List{2, 3});
  masked_select(t, t, make(DType::Byte, {2}, {0, 0}));
  CHECK(t.empty());
}

TEST_CASE("masks that do not fit are refused with both values") {
  Tensor t = make(DType::Float, {3}, {1, 2, 3});
  CHECK(error_of([&] {
          masked_fill(t, make(DType::Byte, {2}, {1, 1}), 0);
        }) == "sizes 2 and 3 do not match");
  CHECK(error_of([&] {
          masked_fill(t, make(DType::Int, {3}, {1, 1, 1}), 0);
        }) == "the mask must be a ByteTensor, got IntTensor 3");
  CHECK(error_of([&] {
          masked_copy(t, make(DType::Byte, {3}, {1, 1, 1}), make(DType::Float, {2}, {1, 2}));
        }) == "the mask chooses 3 elements, the source FloatTensor 2 has 2");
}
