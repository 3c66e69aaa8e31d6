// SPDX-License-Identifier: BSD-3-Clause
// Indexing by tensors, against loops over single elements.
#include "core/ops/pick.h"

#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;
using List = std::vector<double>;

namespace {

// 2x3x4, element (i, j, k) being 100 i + 10 j + k with positions from 1.
Tensor numbers(DType dtype = DType::Int) {
  List list;
  for (int i = 1; i <= 2; ++i) {
    for (int j = 1; j <= 3; ++j) {
      for (int k = 1; k <= 4; ++k) list.push_back(100 * i + 10 * j + k);
    }
  }
  return make(dtype, {2, 3, 4}, list);
}

Tensor longs(const Shape& sizes, const List& list) { return make(DType::Long, sizes, list); }

}  // namespace

TEST_CASE("one list replaces its dimension") {
  const Tensor t = numbers(), by = longs({2, 2}, {3, 1, -1, 2});
  const Tensor chosen = pick(t, std::vector<Pick>{{1, by, 2}});
  CHECK(Shape{chosen.sizes()} == Shape{2, 2, 2, 4});
  const Tensor part = select(select(chosen, 1, 1), 1, 0);  // position -1
  CHECK(values(part) == values(select(t, 1, 2)));
}

TEST_CASE("lists in step take the first one's place") {
  const Tensor i = longs({3}, {1, 2, 1}), k = longs({3}, {4, -4, 2});
  const std::vector<Pick> apart{{0, i, 1}, {2, k, 3}};
  for (const Tensor& t : {numbers(), transpose(clone(transpose(numbers(), 0, 2)), 0, 2)}) {
    const Tensor chosen = pick(t, apart);
    CHECK(Shape{chosen.sizes()} == Shape{3, 3});
    CHECK(values(chosen) == List{114, 124, 134, 211, 221, 231, 112, 122, 132});
  }
  const Tensor pairs = pick(numbers(), std::vector<Pick>{{1, i, 2}, {2, k, 3}});
  CHECK(values(pairs) == List{114, 121, 112, 214, 221, 212});
}

TEST_CASE("a mask stands for the positions where it is set") {
  const Tensor mask = make(DType::Byte, {3, 4}, {0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0});
  const std::vector<Pick> picks{{1, mask, 2}};
  CHECK(values(pick(numbers(), picks)) == List{114, 131, 214, 231});
  Tensor t = numbers();
  put(t, picks, -1);
  CHECK(values(pick(t, picks)) == List{-1, -1, -1, -1});
  CHECK(values(t)[1] == 112);
  const Tensor none = make(DType::Byte, {3, 4}, List(12, 0));
  CHECK(pick(t, std::vector<Pick>{{1, none, 2}}).empty());
}

TEST_CASE("putting converts, broadcasts, and lets the later win") {
  const Tensor i = longs({2}, {2, 2}), j = longs({2}, {1, 1});
  Tensor t = numbers(DType::BFloat16);
  put(t, std::vector<Pick>{{0, i, 1}, {1, j, 2}}, make(DType::Double, {2, 1}, {5, 6}));
  CHECK(values(select(select(t, 0, 1), 0, 0)) == List{6, 6, 6, 6});
  Tensor own = longs({3}, {3, 1, 2});  // list, source and target in one
  put(own, std::vector<Pick>{{0, own, 1}}, own);
  CHECK(values(own) == List{1, 2, 3});
  Tensor wide = numbers();
  Tensor part = select(wide, 2, 1);  // with gaps
  put(part, std::vector<Pick>{{1, longs({1}, {-1}), 2}}, 0);
  CHECK(values(select(wide, 1, 2)) == List{131, 0, 133, 134, 231, 0, 233, 234});
}

TEST_CASE("what picks refuses") {
  Tensor t = numbers();
  auto refusal = [&](int dim, const Tensor& by) {
    return error_of([&] { pick(t, std::vector<Pick>{{dim, by, dim + 1}}); });
  };
  CHECK(refusal(2, longs({2}, {1, 5})) == "index 5 is out of range 1 to 4 in dimension 3");
  CHECK(refusal(1, longs({2}, {1, -4})) == "index -4 is out of range 1 to 3 in dimension 2");
  CHECK(refusal(1, longs({2}, {0, -1})) == "index 0 is out of range 1 to 3 in dimension 2");
  CHECK(refusal(1, make(DType::Byte, {2}, {1, 1})) == "sizes 2 of the mask and 3x4 do not match");
  CHECK(refusal(0, make(DType::Int, {1}, {1})) ==
        "the index must be a LongTensor, got IntTensor 1");
  const Tensor one = longs({1}, {1});
  CHECK(error_of([&] {
          put(t, std::vector<Pick>{{0, one, 1}}, make(DType::Int, {5}, List(5, 1)));
        }) == "sizes 5 and 1x3x4 do not match");
  Tensor expanded = expand(make(DType::Int, {1}, {1}), Shape{3});
  CHECK(
      error_of([&] {
        put(expanded, std::vector<Pick>{{0, one, 1}}, 5);
      }) ==
      "the result IntTensor 3 is an expanded tensor, whose elements share memory; clone it first");
}
