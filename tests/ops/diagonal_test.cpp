// SPDX-License-Identifier: BSD-3-Clause
// Diagonals, triangles, the vector product, histograms.
#include "core/ops/diagonal.h"

#include <catch2/catch.hpp>

#include "core/ops/cross.h"
#include "core/ops/histogram.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;
using List = std::vector<double>;

TEST_CASE("diagonals of matrices and matrices of diagonals") {
  for (int d = 0; d < kDTypes; ++d) {
    Tensor out(DType(d), cpu_device());
    const Tensor m = make(DType(d), {2, 3}, {1, 2, 3, 4, 5, 6});
    diag(out, m, 0);
    CHECK(values(out) == List{1, 5});
    diag(out, m, 1);
    CHECK(values(out) == List{2, 6});
    diag(out, transpose(m, 0, 1), 1);
    CHECK(values(out) == List{4});
    diag(out, m, -1);
    CHECK(values(out) == List{4});
    diag(out, make(DType(d), {2}, {8, 9}), 0);
    CHECK(values(out) == List{8, 0, 0, 9});
    diag(out, make(DType(d), {2}, {8, 9}), -1);
    CHECK(values(out) == List{0, 0, 0, 8, 0, 0, 0, 9, 0});
  }
  Tensor m = make(DType::Float, {2, 2}, {1, 2, 3, 4});
  diag(m, m, 0);
  CHECK(values(m) == List{1, 4});
  CHECK(error_of([&] {
          diag(m, make(DType::Float, {2, 3}, {1, 2, 3, 4, 5, 6}), 3);
        }) == "diagonal 3 is out of range -1 to 2 of FloatTensor 2x3");
  CHECK(error_of([&] { diag(m, Tensor(DType::Float), 0); }) ==
        "a vector or a matrix is needed, got FloatTensor empty");
}

TEST_CASE("triangles, also in place and of transposed matrices") {
  for (int d = 0; d < kDTypes; ++d) {
    Tensor out(DType(d), cpu_device());
    const Tensor m = make(DType(d), {2, 3}, {1, 2, 3, 4, 5, 6});
    tril(out, m, 0);
    CHECK(values(out) == List{1, 0, 0, 4, 5, 0});
    tril(out, m, 1);
    CHECK(values(out) == List{1, 2, 0, 4, 5, 6});
    triu(out, m, 1);
    CHECK(values(out) == List{0, 2, 3, 0, 0, 6});
    triu(out, transpose(m, 0, 1), 0);
    CHECK(values(out) == List{1, 4, 0, 5, 0, 0});
    Tensor own = clone(m);
    triu(own, own, 0);
    CHECK(values(own) == List{1, 2, 3, 0, 5, 6});
    Tensor square = make(DType(d), {2, 2}, {1, 2, 3, 4});
    tril(square, transpose(square, 0, 1), 0);
    CHECK(values(square) == List{1, 0, 2, 4});
  }
  Tensor v = make(DType::Float, {2}, {1, 2});
  CHECK(error_of([&] { tril(v, v, 0); }) == "a matrix is needed, got FloatTensor 2");
}

TEST_CASE("the vector product") {
  const Tensor a = make(DType::Float, {3}, {1, 2, 3}), b = make(DType::Float, {3}, {4, 5, 6});
  Tensor out(DType::Float);
  cross(out, a, b, kFirstOfThree);
  CHECK(values(out) == List{-3, 6, -3});
  const Tensor rows = make(DType::Float, {2, 3}, {1, 0, 0, 0, 1, 0});
  const Tensor others = make(DType::Float, {2, 3}, {0, 1, 0, 0, 0, 1});
  cross(out, rows, others, kFirstOfThree);
  CHECK(values(out) == List{0, 0, 1, 1, 0, 0});
  Tensor own = clone(a);
  cross(own, own, b, 0);
  CHECK(values(own) == List{-3, 6, -3});
  CHECK(error_of([&] { cross(out, rows, others, 0); }) ==
        "dimension 1 must have size 3, got FloatTensor 2x3");
  CHECK(error_of([&] { cross(out, a, rows, 0); }) == "sizes 3 and 2x3 do not match");
  const Tensor two = make(DType::Float, {2}, {1, 2});
  CHECK(error_of([&] { cross(out, two, two, kFirstOfThree); }) ==
        "a dimension of size 3 is needed, got FloatTensor 2");
}

TEST_CASE("histograms") {
  const Tensor t = make(DType::Float, {2, 3}, {1, 2, 1, 2, 3, 5});
  Tensor out(DType::Float);
  histc(out, t, 4, 0, 0);
  CHECK(values(out) == List{2, 2, 1, 1});
  histc(out, t, 2, 1.5, 3.5);
  CHECK(values(out) == List{2, 1});
  bhistc(out, t, 2, 1, 5);
  CHECK(values(out) == List{3, 0, 1, 2});
  histc(out, make(DType::Float, {2}, {4, 4}), 2, 0, 0);
  CHECK(values(out) == List{0, 2});
  CHECK(error_of([&] { histc(out, t, 0, 0, 0); }) ==
        "the number of bins must be at least 1, got 0");
  CHECK(error_of([&] { histc(out, t, 2, 3, 1); }) ==
        "the lower bound 3 is above the upper bound 1");
}
