// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/linalg.h"

#include <catch2/catch.hpp>

#include "tests/support/targets.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

namespace {

using Values = std::vector<double>;

// A matrix with small whole numbers, exact in every type.
Tensor counted(DType dtype, int64_t rows, int64_t columns, int seed) {
  Values v;
  for (int64_t i = 0; i < rows * columns; ++i) v.push_back(double((i * 7 + seed) % 5) - 2);
  return make(dtype, {rows, columns}, v);
}

// The product by its definition.
Values product(const Tensor& a, const Tensor& b) {
  const Values x = values(a), y = values(b);
  const int64_t m = a.size(0), k = a.size(1), n = b.size(1);
  Values z(size_t(m * n), 0);
  for (int64_t i = 0; i < m; ++i)
    for (int64_t j = 0; j < n; ++j)
      for (int64_t l = 0; l < k; ++l)
        z[size_t(i * n + j)] += x[size_t(i * k + l)] * y[size_t(l * n + j)];
  return z;
}

// 2 c + 3 a b, where c stands inside a wider matrix, which must keep its other elements.
void check_inside_wider(const Tensor& a, const Tensor& b) {
  const int64_t n = b.size(1);
  Tensor wide = counted(a.dtype(), a.size(0), n + 3, 2);
  Values expected = values(wide);
  const Values added = product(a, clone(b));
  for (size_t i = 0; i < added.size(); ++i) {
    double& at = expected[i / size_t(n) * size_t(n + 3) + i % size_t(n)];
    at = 2 * at + 3 * added[i];
  }
  Tensor out = narrow(wide, 1, 0, n);
  addmm(out, 2, out, 3, a, b);
  REQUIRE(values(wide) == expected);
}

}  // namespace

TEST_CASE("products of all shapes and layouts") {
  const int64_t sizes[] = {1, 2, 5, 19, 33};
  for (DType dtype : {DType::Float, DType::Double, DType::Int, DType::Half}) {
    for (int64_t m : sizes)
      for (int64_t k : sizes)
        for (int64_t n : sizes) {
          if (dtype == DType::Half && k > 30) continue;
          const Tensor a = counted(dtype, m, k, 1), b = counted(dtype, k, n, 3);
          const Values expected = product(a, b);
          const Tensor at = transpose(clone(transpose(a, 0, 1)), 0, 1);
          const Tensor bt = transpose(clone(transpose(b, 0, 1)), 0, 1);
          const Tensor wide =
              narrow(unfold(clone(expand(unsqueeze(a, 2), Shape{m, k, 2})), 2, 1, 1), 2, 0, 1);
          const Tensor strided = select(select(wide, 3, 0), 2, 0);  // neither stride is 1
          for (const Tensor& x : {a, at, strided})
            for (const Tensor& y : {b, bt}) {
              Tensor out(dtype);
              mm(out, x, y);
              REQUIRE(values(out) == expected);
              Tensor turned = transpose(Tensor(dtype, {n, m}), 0, 1);
              mm(turned, x, y);
              REQUIRE(values(turned) == expected);
            }
        }
  }
}

TEST_CASE("small products add to what is there and touch nothing else, on every instruction set") {
  for_each_target([] {
    for (DType dtype : {DType::Float, DType::Double})
      for (int64_t n = 2; n <= 40; ++n) {
        for (int64_t m : {2 + n % 8, n / 2 + 2})
          check_inside_wider(counted(dtype, m, 9, 1), counted(dtype, 9, n, 3));
      }
  });
}

TEST_CASE("batches of small products are those products, whatever lies side by side") {
  const int64_t batch = 40, m = 5, k = 9, n = 7;
  for (DType dtype : {DType::Float, DType::Double, DType::Int}) {
    const Tensor a = view(counted(dtype, batch * m, k, 1), Shape{batch, m, k});
    const Tensor b = view(counted(dtype, batch * k, n, 3), Shape{batch, k, n});
    auto turned = [](const Tensor& t) { return transpose(clone(transpose(t, 1, 2)), 1, 2); };
    auto apart = [](const Tensor& t) { return transpose(clone(transpose(t, 0, 2)), 0, 2); };
    for (const Tensor& x : {a, turned(a), apart(a)})
      for (const Tensor& y : {b, turned(b), apart(b)})
        for (bool turn : {false, true}) {
          Tensor start = view(counted(dtype, batch * m, n, 2), Shape{batch, m, n});
          Tensor out = turn ? turned(start) : clone(start);
          baddbmm(out, 2, out, 3, x, y);
          for (int64_t i = 0; i < batch; ++i) {
            const Values added = product(select(a, 0, i), select(b, 0, i));
            Values expected = values(select(start, 0, i));
            for (size_t j = 0; j < added.size(); ++j) expected[j] = 2 * expected[j] + 3 * added[j];
            REQUIRE(values(select(out, 0, i)) == expected);
          }
        }
  }
}

TEST_CASE("a column beyond sixteens is a product of its own") {
  // Rows in more than one piece.
  for (int64_t n : {17, 33, 49})
    for (int64_t k : {64, 1500}) {
      const Tensor b = narrow(counted(DType::Float, k, n + 2, 3), 1, 1, n);
      check_inside_wider(counted(DType::Float, 101, k, 1), b);
    }
}

TEST_CASE("addmm scales, broadcasts and writes in place") {
  const Tensor a = make(DType::Float, {2, 2}, {1, 2, 3, 4});
  const Tensor b = make(DType::Float, {2, 2}, {5, 6, 7, 8});
  Tensor out(DType::Float);
  addmm(out, 2, make(DType::Float, {2}, {1, 10}), 0.5, a, b);
  CHECK(values(out) == Values{11.5, 31, 23.5, 45});
  addmm(out, 1, out, 1, a, b);
  CHECK(values(out) == Values{30.5, 53, 66.5, 95});
  Tensor same = clone(a);
  mm(same, same, b);
  CHECK(values(same) == Values{19, 22, 43, 50});
  Tensor dirty = make(DType::Float, {2, 2}, {NAN, NAN, NAN, NAN});
  addmm(dirty, 0, dirty, 1, a, b);
  CHECK(values(dirty) == Values{19, 22, 43, 50});
}

TEST_CASE("a product that is scaled by 0 leaves no trace, nor does a sum") {
  const double nan = NAN;
  for (DType dtype : {DType::Float, DType::Double, DType::Half}) {
    const Tensor a = make(dtype, {2, 2}, {nan, 1, 1, 1}), b = make(dtype, {2, 2}, {1, 2, 3, 4});
    Tensor out(dtype);
    addmm(out, 2, b, 0, a, b);
    CHECK(values(out) == Values{2, 4, 6, 8});
    addmm(out, 0, a, 1, b, b);
    CHECK(values(out) == Values{7, 10, 15, 22});
    addmm(out, 0, a, 0, a, b);
    CHECK(values(out) == Values{0, 0, 0, 0});
    addmv(out, 1, make(dtype, {2}, {5, 6}), 0, a, make(dtype, {2}, {1, 1}));
    CHECK(values(out) == Values{5, 6});
    baddbmm(out, 1, view(b, Shape{1, 2, 2}), 0, view(a, Shape{1, 2, 2}), view(b, Shape{1, 2, 2}));
    CHECK(values(out) == Values{1, 2, 3, 4});
  }
}

TEST_CASE("vectors and batches") {
  const Tensor a = make(DType::Double, {2, 3}, {1, 2, 3, 4, 5, 6});
  const Tensor x = make(DType::Double, {3}, {1, 0, -1}), y = make(DType::Double, {2}, {2, 3});
  Tensor out(DType::Double);
  mv(out, a, x);
  CHECK(values(out) == Values{-2, -2});
  addmv(out, 2, y, 3, a, x);
  CHECK(values(out) == Values{-2, 0});
  mv(out, transpose(a, 0, 1), y);
  CHECK(values(out) == Values{14, 19, 24});
  ger(out, y, x);
  CHECK(values(out) == Values{2, 0, -2, 3, 0, -3});
  addr(out, 1, out, 1, y, x);
  CHECK(values(out) == Values{4, 0, -4, 6, 0, -6});
  const Tensor batch = make(DType::Double, {2, 1, 2}, {1, 2, 3, 4});
  const Tensor other = make(DType::Double, {2, 2, 1}, {1, 1, 10, 10});
  bmm(out, batch, other);
  CHECK(values(out) == Values{3, 70});
  addbmm(out, 1, make(DType::Double, {1, 1}, {1}), 1, batch, other);
  CHECK(values(out) == Values{74});
}

TEST_CASE("sizes that do not fit are told") {
  const Tensor a = counted(DType::Float, 2, 3, 0), b = counted(DType::Float, 2, 3, 0);
  Tensor out(DType::Float);
  CHECK(error_of([&] { mm(out, a, b); }) == "sizes 2x3 and 2x3 do not match: 3 columns, 2 rows");
  CHECK(error_of([&] { mv(out, a, b); }) == "a vector is needed, got FloatTensor 2x3");
  CHECK(error_of([&] { mm(out, a, counted(DType::Double, 3, 2, 0)); }) ==
        "types Float and Double do not match");
}
