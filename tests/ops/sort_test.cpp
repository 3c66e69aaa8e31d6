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

// Torch7's order of equal numbers, by the plainest form of its method: a piece of more than 10 (at
// first 11) numbers is parted around the median of its first, middle and last, then insertion sort.
struct Model {
  List keys;
  std::vector<int64_t> order;

  Model(List list, bool descending) : keys(std::move(list)), order(keys.size()) {
    if (descending) {
      for (double& key : keys) key = -key;
    }
    std::iota(order.begin(), order.end(), 1);
  }
  void exchange(int64_t a, int64_t b) {
    std::swap(keys[size_t(a)], keys[size_t(b)]);
    std::swap(order[size_t(a)], order[size_t(b)]);
  }
  double key(int64_t i) const { return keys[size_t(i)]; }
  std::pair<int64_t, int64_t> part(int64_t first, int64_t last) {
    exchange((first + last) / 2, first + 1);
    if (key(first + 1) > key(last)) exchange(first + 1, last);
    if (key(first) > key(last)) exchange(first, last);
    if (key(first + 1) > key(first)) exchange(first + 1, first);
    int64_t i = first + 1, j = last;
    while (true) {
      for (++i; key(i) < key(first); ++i) {
      }
      for (--j; key(j) > key(first); --j) {
      }
      if (j < i) break;
      exchange(i, j);
    }
    exchange(first, j);
    return {j, i};
  }
  void part_all(int64_t first, int64_t last) {
    if (last - first < 10) return;
    const auto [middle, right] = part(first, last);
    part_all(first, middle - 1);
    part_all(right, last);
  }
  void sort(int64_t first, int64_t last) {
    if (last - first > 10) part_all(first, last);
    for (int64_t i = last - 1; i >= first; --i) {
      for (int64_t j = i; j < last && key(j) > key(j + 1); ++j) exchange(j, j + 1);
    }
  }
  void select(int64_t k) {
    for (int64_t first = 0, last = int64_t(keys.size()) - 1; first < last;) {
      if (last == first + 1) {
        if (key(first) > key(last)) exchange(first, last);
        return;
      }
      const auto [middle, right] = part(first, last);
      if (middle <= k) first = right;
      if (middle >= k) last = middle - 1;
    }
  }
  List indices(int64_t from, int64_t count) const {
    return List(order.begin() + from, order.begin() + from + count);
  }
};

// The model's positions of the `count` smallest or largest of the list.
List first_few(const List& list, int64_t count, bool largest) {
  const auto size = int64_t(list.size());
  Model m(list, false);
  if (!largest) {
    m.select(count - 1);
    m.sort(0, count - 2);
    return m.indices(0, count);
  }
  if (count < size) m.select(size - count - 1);
  for (double& key : m.keys) key = -key;
  m.sort(size - count, size - 1);
  return m.indices(size - count, count);
}

List many_ties(int64_t n, int values, uint32_t seed) {
  List list;
  uint32_t state = seed;
  for (int64_t i = 0; i < n; ++i) {
    state = state * 1664525u + 1013904223u;
    list.push_back(double((state >> 16) % uint32_t(values)));
  }
  return list;
}

}  // namespace

TEST_CASE("equal elements come in Torch7's order") {
  // Recorded from Torch7.
  const Tensor t =
      make(DType::Double, {21}, {3, 1, 2, 3, 1, 2, 3, 1, 2, 1, 1, 2, 2, 3, 3, 1, 2, 3, 1, 2, 3});
  const Both r = of(DType::Double, [&](Tensor& v, Tensor& i) { sort(v, i, t, 0, false); });
  CHECK(r.indices ==
        List{19, 8, 2, 10, 11, 16, 5, 6, 9, 20, 3, 12, 13, 17, 18, 1, 15, 14, 7, 4, 21});
}

TEST_CASE("equal elements come as in a model of Torch7's method") {
  for (DType dtype :
       {DType::Byte, DType::Short, DType::Long, DType::Half, DType::Float, DType::Double}) {
    for (int64_t n : {1, 2, 3, 10, 11, 12, 13, 50, 300, 511, 512, 600, 5000}) {
      for (int values : {1, 2, 7, 120}) {
        INFO(n << " elements of " << values << " values");
        const List list = many_ties(n, values, uint32_t(n));
        Tensor wide(dtype, {n, 2});  // elements with others between them
        fill(wide, 9);
        Tensor column = select(wide, 1, 0);
        copy(column, make(DType::Double, {n}, list));
        for (bool descending : {false, true}) {
          Model model(list, descending);
          model.sort(0, n - 1);
          const Both all =
              of(dtype, [&](Tensor& v, Tensor& i) { sort(v, i, column, 0, descending); });
          CHECK(all.indices == model.indices(0, n));
          for (int64_t count : {int64_t(1), n / 40, n / 2, n}) {
            if (count < 1) continue;
            const Both few =
                of(dtype, [&](Tensor& v, Tensor& i) { topk(v, i, column, count, 0, descending); });
            CHECK(few.indices == first_few(list, count, descending));
          }
        }
        Model half(list, false);
        half.select((n - 1) / 2);
        const Both middle = of(dtype, [&](Tensor& v, Tensor& i) { median(v, i, column, 0); });
        CHECK(middle.indices == half.indices((n - 1) / 2, 1));
      }
    }
  }
}

TEST_CASE("numbers that Torch7's method is slow with still end soon") {
  // Each median of three is the second smallest ("median-of-three killer").
  const int64_t n = 1 << 16;
  List list(n);
  for (int64_t i = 0; i < n / 2; ++i) {
    list[size_t(i)] = double(i % 2 == 0 ? i : n / 2 + i - 1);
    list[size_t(n / 2 + i)] = double(2 * i + 1);
  }
  const Tensor t = make(DType::Int, {n}, list);
  const Both r = of(DType::Int, [&](Tensor& v, Tensor& i) { sort(v, i, t, 0, false); });
  CHECK(std::is_sorted(r.values.begin(), r.values.end()));
}

TEST_CASE("sorting in every type, along any dimension, both ways") {
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

TEST_CASE("the smallest and the largest, the middle and the most frequent") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor t = make(DType(d), {2, 5}, {4, 1, 3, 1, 2, 7, 7, 5, 9, 5});
    Both r = of(DType(d), [&](Tensor& v, Tensor& i) { topk(v, i, t, 2, 1, false); });
    CHECK(r.values == List{1, 1, 5, 5});
    CHECK(r.indices == List{2, 4, 3, 5});
    r = of(DType(d), [&](Tensor& v, Tensor& i) { topk(v, i, t, 3, -1, true); });
    CHECK(r.values == List{4, 3, 2, 9, 7, 7});
    CHECK(r.indices == List{1, 3, 5, 4, 2, 1});
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
    for (int i = 0; i < 3000; ++i) list.push_back(i * 7919 % 3001);
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
