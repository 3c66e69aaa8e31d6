// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/join.h"

#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;
using List = std::vector<double>;

namespace {
Tensor joined(std::initializer_list<const Tensor*> inputs, int64_t dim = kLastDim) {
  Tensor out((*inputs.begin())->dtype());
  cat(out, std::span(inputs.begin(), inputs.size()), dim);
  return out;
}
}  // namespace

TEST_CASE("tensors are joined along any dimension in every type") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {2, 2}, {1, 2, 3, 4}), b = make(DType(d), {1, 2}, {5, 6});
    CHECK(values(joined({&a, &b}, 0)) == List{1, 2, 3, 4, 5, 6});
    const Tensor t = transpose(a, 0, 1);
    CHECK(values(joined({&a, &t})) == List{1, 2, 1, 3, 3, 4, 2, 4});
    CHECK(values(joined({&a, &t, &a}, 1)) == List{1, 2, 1, 3, 1, 2, 3, 4, 2, 4, 3, 4});
  }
}

TEST_CASE("vectors may be joined as columns, empty tensors count for nothing") {
  const Tensor a = make(DType::Float, {2}, {1, 2}), b = make(DType::Float, {2}, {3, 4});
  CHECK(values(joined({&a, &b})) == List{1, 2, 3, 4});
  const Tensor columns = joined({&a, &b}, 1);
  CHECK(columns.dim() == 2);
  CHECK(values(columns) == List{1, 3, 2, 4});
  CHECK(joined({&a, &b}, 2).dim() == 3);
  const Tensor none(DType::Float);
  CHECK(values(joined({&none, &a, &none, &b})) == List{1, 2, 3, 4});
  CHECK(joined({&none, &none}).empty());
}

TEST_CASE("a result may be one of the inputs") {
  Tensor a = make(DType::Float, {2}, {1, 2});
  const Tensor* inputs[] = {&a, &a};
  cat(a, inputs, 0);
  CHECK(values(a) == List{1, 2, 1, 2});
}

TEST_CASE("what does not fit is refused with both sizes") {
  const Tensor a = make(DType::Float, {2, 1}, {1, 2}), b = make(DType::Float, {3, 1}, {1, 2, 3});
  CHECK(error_of([&] {
          joined({&a, &b}, 1);
        }) == "sizes 2x1 and 3x1 do not match for joining along dimension 2");
  const Tensor c = make(DType::Int, {2, 1}, {1, 2});
  CHECK(error_of([&] { joined({&a, &c}, 0); }) == "types Float and Int do not match");
}
