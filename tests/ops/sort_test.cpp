// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/sort.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;
using List = std::vector<double>;

namespace {

struct Both {
  List values, indices;
};
template <class Operator>
Both of(DType dtype, Operator&& run) {
  Tensor v(dtype), i(DType::Long);
  run(v, i);
  return {values(v), values(i)};
}

}  // namespace

TEST_CASE("sorting in every type, along any dimension, both ways, stable") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor t = make(DType(d), {2, 3}, {3, 1, 3, 2, 9, 0});
    Both r = of(DType(d), [&](Tensor& v, Tensor& i) { sort(v, i, t, -1, false); });
    CHECK(r.values == List{1, 3, 3, 0, 2, 9});
    CHECK(r.indices == List{2, 1, 3, 3, 1, 2});
    r = of(DType(d), [&](Tensor& v, Tensor& i) { sort(v, i, t, -1, true); });
    CHECK(r.values == List{3, 3, 1, 9, 2, 0});
    CHECK(r.indices == List{1, 3, 2, 2, 1, 3});
    r = of(DType(d), [&](Tensor& v, Tensor& i) { sort(v, i, transpose(t, 0, 1), 0, false); });
    CHECK(r.values == List{1, 0, 3, 2, 3, 9});
    r = of(DType(d), [&](Tensor& v, Tensor& i) { sort(v, i, t, 0, false); });
    CHECK(r.values == List{2, 1, 0, 3, 9, 3});
    CHECK(r.indices == List{2, 1, 2, 1, 2, 1});
  }
}

TEST_CASE("negative numbers, zeros of both signs, infinities and NaN have their places") {
  for (DType dtype : {DType::Half, DType::BFloat16, DType::Float, DType::Double}) {
    const Tensor t = make(dtype, {6}, {NAN, 0., -0., -INFINITY, INFINITY, -2});
    const Both r = of(dtype, [&](Tensor& v, Tensor& i) { sort(v, i, t, 0, false); });
    CHECK(r.indices == List{4, 6, 2, 3, 5, 1});
    CHECK(std::isnan(r.values[5]));
  }
  for (DType dtype : {DType::Char, DType::Short, DType::Int, DType::Long}) {
    const Tensor t = make(dtype, {4}, {5, -7, 0, -1});
    const Both r = of(dtype, [&](Tensor& v, Tensor& i) { sort(v, i, t, 0, false); });
    CHECK(r.values == List{-7, -1, 0, 5});
  }
}

TEST_CASE("long rows, against std::stable_sort") {
  for (DType dtype : {DType::Byte, DType::Int, DType::Long, DType::Float, DType::Double}) {
    const int64_t n = 20000;
    Tensor t(dtype, {2, n});
    List numbers;
    uint32_t state = 1;
    for (int64_t i = 0; i < 2 * n; ++i) {
      state = state * 1664525u + 1013904223u;
      numbers.push_back(double(state >> 24) - (dtype == DType::Byte ? 0 : 100));
    }
    copy(t, make(DType::Double, {2, n}, numbers));
    for (bool descending : {false, true}) {
      const Both r = of(dtype, [&](Tensor& v, Tensor& i) { sort(v, i, t, 1, descending); });
      std::vector<int64_t> expected(n);
      std::iota(expected.begin(), expected.end(), n);
      std::stable_sort(expected.begin(), expected.end(), [&](int64_t a, int64_t b) {
        return descending ? numbers[size_t(a)] > numbers[size_t(b)]
                          : numbers[size_t(a)] < numbers[size_t(b)];
      });
      bool same = true;
      for (int64_t i = 0; i < n; ++i) {
        same = same && r.indices[size_t(n + i)] == double(expected[size_t(i)] - n + 1);
      }
      CHECK(same);
    }
  }
}

TEST_CASE("the smallest and the largest, the middle and the most frequent") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor t = make(DType(d), {2, 5}, {4, 1, 3, 1, 2, 7, 7, 5, 9, 5});
    Both r = of(DType(d), [&](Tensor& v, Tensor& i) { topk(v, i, t, 2, 1, false); });
    CHECK(r.values == List{1, 1, 5, 5});
    CHECK(r.indices == List{2, 4, 3, 5});
    r = of(DType(d), [&](Tensor& v, Tensor& i) { topk(v, i, t, 3, -1, true); });
    CHECK(r.values == List{4, 3, 2, 9, 7, 7});
    CHECK(r.indices == List{1, 3, 5, 4, 1, 2});
    r = of(DType(d), [&](Tensor& v, Tensor& i) { topk(v, i, t, 1, 0, true); });
    CHECK(r.values == List{7, 7, 5, 9, 5});
    r = of(DType(d), [&](Tensor& v, Tensor& i) { median(v, i, t, 1); });
    CHECK(r.values == List{2, 7});
    CHECK(r.indices == List{5, 1});
    r = of(DType(d), [&](Tensor& v, Tensor& i) { median(v, i, t, 0); });
    CHECK(r.values == List{4, 1, 3, 1, 2});
    r = of(DType(d), [&](Tensor& v, Tensor& i) { mode(v, i, t, 1); });
    CHECK(r.values == List{1, 5});
    CHECK(r.indices == List{4, 5});
  }
}

TEST_CASE("few of many are the first of all in order") {
  for (DType dtype : {DType::Float, DType::Double, DType::Int}) {
    List list;
    for (int i = 0; i < 3000; ++i) list.push_back(i * 7919 % 211);
    if (is_floating(dtype)) list[1234] = NAN;
    const Tensor t = make(dtype, {3000}, list);
    for (bool largest : {false, true}) {
      const Both all = of(dtype, [&](Tensor& v, Tensor& i) { sort(v, i, t, 0, largest); });
      const Both few = of(dtype, [&](Tensor& v, Tensor& i) { topk(v, i, t, 40, 0, largest); });
      CHECK(few.indices == List(all.indices.begin(), all.indices.begin() + 40));
    }
  }
}

TEST_CASE("results may be the input, or have gaps; errors show both values") {
  Tensor t = make(DType::Float, {4}, {3, 1, 2, 0});
  Tensor indices(DType::Long);
  sort(t, indices, t, 0, false);
  CHECK(values(t) == List{0, 1, 2, 3});
  Tensor longs = make(DType::Long, {3}, {30, 10, 20}), other(DType::Long);
  sort(other, longs, longs, 0, false);
  CHECK(values(other) == List{10, 20, 30});
  CHECK(values(longs) == List{2, 3, 1});
  Tensor matrix(DType::Float, {4, 2});
  Tensor column = select(matrix, 1, 0);
  sort(column, indices, t, 0, true);
  CHECK(values(column) == List{3, 2, 1, 0});

  CHECK(error_of([&] { topk(t, indices, t, 5, 0, true); }) ==
        "the number of elements, 5, is out of range 1 to 4 in dimension 1");
  CHECK(error_of([&] { sort(t, indices, t, 1, false); }) ==
        "dimension 2 is out of range for FloatTensor 4");
  Tensor wrong(DType::Int);
  CHECK(error_of([&] { sort(t, wrong, t, 0, false); }) ==
        "the indices must be a LongTensor, got IntTensor empty");
}
