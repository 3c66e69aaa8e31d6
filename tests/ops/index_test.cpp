// SPDX-License-Identifier: BSD-3-Clause
// Slices by position and scattered writes, against loops over single elements.
#include "core/ops/index.h"

#include <catch2/catch.hpp>

#include "core/ops/scatter.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;
using List = std::vector<double>;

namespace {

Tensor counted(DType dtype, const Shape& sizes) {
  List numbers;
  for (int64_t i = 0; i < sizes.numel(); ++i) numbers.push_back(double(i % 100 + 1));
  return make(dtype, sizes, numbers);
}

// The same elements with gaps in memory and the dimensions in another order.
Tensor scrambled(const Tensor& t) {
  Tensor wide(t.dtype(), t.device());
  Shape sizes;
  for (int d = t.dim() - 1; d >= 0; --d) sizes.push_back(2 * t.size(d));
  wide.resize(sizes);
  fill(wide, 99);
  Tensor result = wide;
  Shape strides;
  for (int d = 0; d < t.dim(); ++d) strides.push_back(2 * wide.stride(t.dim() - 1 - d));
  result.set_view(0, t.sizes(), strides);
  copy(result, t);
  return result;
}

Tensor longs(const List& positions) {
  return make(DType::Long, {int64_t(positions.size())}, positions);
}

}  // namespace

TEST_CASE("slices are chosen along every dimension, in every type and layout") {
  const List positions{3, 1, 1, 2};
  for (int type = 0; type < kDTypes; ++type) {
    const Tensor dense = counted(DType(type), {3, 4, 3});
    for (const Tensor& t : {dense, scrambled(dense)}) {
      for (int d = 0; d < 3; ++d) {
        Tensor out(DType(type), cpu_device());
        index_select(out, t, d, longs(positions));
        REQUIRE(out.size(d) == 4);
        for (int64_t k = 0; k < 4; ++k) {
          CHECK(values(select(out, d, k)) == values(select(dense, d, int64_t(positions[k]) - 1)));
        }
        Tensor gaps = scrambled(out);
        index_select(gaps, t, d, scrambled(longs(positions)));
        CHECK(values(gaps) == values(out));
      }
    }
  }
}

TEST_CASE("slices are written and added in order") {
  for (int type = 0; type < kDTypes; ++type) {
    const Tensor source = counted(DType(type), {3, 2});
    for (bool gaps : {false, true}) {
      Tensor t = make(DType(type), {2, 2}, {10, 20, 30, 40});
      if (gaps) t = scrambled(t);
      index_copy(t, 0, longs({2, 1, 2}), source);
      CHECK(values(t) == List{3, 4, 5, 6});
      index_add(t, 0, longs({1, 1, 2}), source);
      CHECK(values(t) == List{7, 10, 10, 12});
      index_fill(t, 1, longs({2}), 1);
      CHECK(values(t) == List{7, 1, 10, 1});
      index_add(t, 1, longs({1, 1, 2}), transpose(source, 0, 1));
      CHECK(values(t) == List{11, 6, 16, 7});
    }
  }
}

TEST_CASE("large slices and long lists go through the threads") {
  const Tensor t = counted(DType::Float, {1000, 300});
  List positions;
  for (int i = 0; i < 2000; ++i) positions.push_back(i * 7 % 1000 + 1);
  Tensor rows(DType::Float), elements(DType::Float);
  index_select(rows, t, 0, longs(positions));
  CHECK(values(select(rows, 0, 1999)) == values(select(t, 0, int64_t(positions[1999]) - 1)));
  const Tensor column = select(t, 1, 5);
  List many;
  for (int i = 0; i < 200000; ++i) many.push_back(i * 7 % 1000 + 1);
  index_select(elements, column, 0, longs(many));
  CHECK(elements.data<float>()[199999] == values(column)[size_t(many[199999]) - 1]);
}

TEST_CASE("empty lists, shared memory and other shapes") {
  Tensor t = make(DType::Float, {3}, {1, 2, 3});
  Tensor out(DType::Float);
  index_select(out, t, 0, Tensor(DType::Long));
  CHECK(out.empty());
  index_fill(t, 0, Tensor(DType::Long), 5);
  index_select(t, t, 0, longs({3, 3, 1, 1}));
  CHECK(values(t) == List{3, 3, 1, 1});
  Tensor l = make(DType::Long, {3}, {2, 3, 1});
  index_copy(l, 0, l, l);
  CHECK(values(l) == List{1, 2, 3});
  Tensor cube(DType::Float, {2, 2, 2});
  fill(cube, 0);
  index_copy(cube, 0, longs({2}), make(DType::Float, {1, 4}, {1, 2, 3, 4}));
  CHECK(values(cube) == List{0, 0, 0, 0, 1, 2, 3, 4});
}

TEST_CASE("positions and sizes that do not fit are refused with both values") {
  Tensor t = counted(DType::Float, {2, 3});
  Tensor out(DType::Float);
  CHECK(error_of([&] {
          index_select(out, t, 0, longs({1, 3}));
        }) == "index 3 is out of range 1 to 2 in dimension 1");
  CHECK(error_of([&] { index_fill(t, 1, longs({0}), 1); }) ==
        "index 0 is out of range 1 to 3 in dimension 2");
  CHECK(values(t) == List{1, 2, 3, 4, 5, 6});
  CHECK(error_of([&] {
          index_copy(t, 0, longs({1}), counted(DType::Float, {2, 3}));
        }) == "sizes 2x3 of the source and 1x3 do not match");
  CHECK(error_of([&] {
          index_copy(t, 0, longs({1}), counted(DType::Int, {1, 3}));
        }) == "types Float and Int do not match");
  CHECK(error_of([&] { index_select(out, t, 0, counted(DType::Int, {1})); }) ==
        "the index must be a LongTensor, got IntTensor 1");
  CHECK(error_of([&] {
          index_select(out, t, 0, counted(DType::Long, {1, 1}));
        }) == "the index must be a vector, got LongTensor 1x1");
  CHECK(error_of([&] { index_select(out, t, 2, longs({1})); }) ==
        "dimension 3 is out of range for FloatTensor 2x3");
}

TEST_CASE("scattered writes, against a loop over single elements") {
  const Tensor index = make(DType::Long, {2, 3}, {1, 3, 2, 3, 1, 1});
  for (int type = 0; type < kDTypes; ++type) {
    const Tensor source = counted(DType(type), {2, 3});
    for (bool gaps : {false, true}) {
      Tensor t(DType(type), {3, 3});
      fill(t, 0);
      if (gaps) t = scrambled(t);
      scatter(t, 0, gaps ? scrambled(index) : index, gaps ? scrambled(source) : source);
      CHECK(values(t) == List{1, 5, 6, 0, 0, 3, 4, 2, 0});
      scatter(t, 1, narrow(index, 1, 0, 1), 7);
      CHECK(values(t) == List{7, 5, 6, 0, 0, 7, 4, 2, 0});
    }
  }
  Tensor t(DType::Float, {3, 3});
  fill(t, 0);
  CHECK(error_of([&] {
          scatter(t, 1, make(DType::Long, {1, 2}, {1, 4}), 5);
        }) == "index 4 is out of range 1 to 3 in dimension 2");
  CHECK(values(t) == List(9, 0));
  CHECK(error_of([&] {
          scatter(t, 0, index, counted(DType::Float, {2, 2}));
        }) == "sizes 2x3 of the index, 2x2 of the source and 3x3 do not match for dimension 1");
  CHECK(error_of([&] {
          scatter(t, 0, make(DType::Int, {1, 1}, {1}), 5);
        }) == "the index must be a LongTensor, got IntTensor 1x1");
}
