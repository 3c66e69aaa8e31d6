// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/reduce.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/base/parallel.h"
#include "core/ops/extreme.h"
#include "core/ops/norm.h"
#include "core/ops/variance.h"
#include "tests/support/reduce.h"
#include "tests/support/targets.h"

using namespace tocha;
using namespace tocha::testing;

using List = std::vector<double>;

namespace {

double plain_sum(const List& x) {
  double total = 0;
  for (double value : x) total += value;
  return total;
}
double plain_variance(const List& x, bool biased) {
  long double mean = 0, squares = 0;
  for (double value : x) mean += value;
  mean /= (long double)x.size();
  for (double value : x) squares += (value - mean) * (value - mean);
  return double(squares / ((long double)x.size() - (biased ? 0 : 1)));
}

// Checks `run` along every dimension of every layout against the plain function of a line.
void check_dims(DType dtype, double tolerance,
                const std::function<void(Tensor&, const Tensor&, int)>& run,
                const std::function<double(const List&)>& plain) {
  for (const Tensor& t : layouts(dtype)) {
    for (int d = 0; d < t.dim(); ++d) {
      Tensor out(dtype);
      run(out, t, d);
      Shape sizes{t.sizes()};
      sizes[d] = 1;
      REQUIRE(Shape{out.sizes()} == sizes);
      const List got = values(out);
      const auto all = lines(t, d);
      REQUIRE(got.size() == all.size());
      for (size_t i = 0; i < all.size(); ++i) {
        // What the element type makes of the exact result.
        const double want = values(make(dtype, {1}, {plain(all[i])}))[0];
        const bool agrees = got[i] == want || (std::isnan(want) && std::isnan(got[i])) ||
                            std::abs(got[i] - want) <= tolerance * std::abs(want) + tolerance;
        if (!agrees) {
          INFO(t << " dimension " << d + 1 << " result " << i);
          CHECK(got[i] == want);
          return;
        }
      }
    }
  }
}

}  // namespace

namespace tocha {
std::ostream& operator<<(std::ostream& stream, const Tensor& t) {
  std::string text;
  append(text, t);
  return stream << text;
}
}  // namespace tocha

TEST_CASE("sums of all elements and along dimensions, in every type and layout") {
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype{DType(d)};
    INFO(name_of(dtype));
    check_dims(
        dtype, 1e-12, [](Tensor& o, const Tensor& t, int dim) { sum(o, t, dim); }, plain_sum);
    for (const Tensor& t : layouts(dtype)) CHECK(sum(t) == plain_sum(values(t)));
  }
}

TEST_CASE("means in every floating point type and layout") {
  for (DType dtype : {DType::Half, DType::BFloat16, DType::Float, DType::Double}) {
    auto plain = [](const List& x) { return plain_sum(x) / double(x.size()); };
    check_dims(
        dtype, 1e-15, [](Tensor& o, const Tensor& t, int dim) { mean(o, t, dim); }, plain);
    for (const Tensor& t : layouts(dtype))
      CHECK(mean(t) == Approx(plain(values(t))).epsilon(1e-14));
  }
}

TEST_CASE("products") {
  for (int d = 0; d < kDTypes; ++d) {
    const Tensor a = make(DType(d), {2, 3}, {1, 2, 3, 2, 2, 1});
    CHECK(prod(a) == 24);
    Tensor out{DType(d)};
    prod(out, a, 0);
    CHECK(values(out) == List{2, 4, 3});
    prod(out, transpose(a, 0, 1), 0);
    CHECK(values(out) == List{6, 4});
    prod(out, a, -1);
    CHECK(values(out) == List{6, 4});
  }
  CHECK(prod(Tensor(DType::Float)) == 1);
  auto plain = [](const List& x) {
    double total = 1;
    for (double value : x) total *= value;
    return total;
  };
  check_dims(
      DType::Double, 1e-13, [](Tensor& o, const Tensor& t, int dim) { prod(o, t, dim); }, plain);
}

TEST_CASE("integers are added as 64-bit ones and wrap in the result") {
  Tensor bytes(DType::Byte, {1000});
  fill(bytes, 255);
  CHECK(sum(bytes) == 255000);
  Tensor out(DType::Byte);
  sum(out, bytes, 0);
  CHECK(values(out) == List{double(255000 % 256)});
  CHECK(prod(make(DType::Char, {3}, {100, 100, -1})) == -10000);
}

TEST_CASE("floats are added in double precision") {
  Tensor a(DType::Float, {1 << 20});
  fill(a, 0.1f);
  CHECK(sum(a) == Approx(double(0.1f) * (1 << 20)).epsilon(1e-14));
  Tensor mixed = make(DType::Float, {3}, {1e8, 1, -1e8});
  CHECK(sum(mixed) == 1);
}

TEST_CASE("a reduction does not depend on the number of threads") {
  Tensor a(DType::Float, {500, 1001});
  for (int64_t i = 0; i < a.numel(); ++i) a.data<float>()[i] = std::sin(float(i));
  const int threads = num_threads();
  std::vector<List> first;
  for (int count : {1, 2, 3}) {
    set_num_threads(count);
    Tensor rows(DType::Double), columns(DType::Float), spread(DType::Float);
    sum(columns, a, 0);
    standard_deviation(spread, a, 1, false);
    List results = {sum(a), var(a, false), norm(a, 2), norm(a, 3), mean(transpose(a, 0, 1))};
    for (const Tensor* t : {&columns, &spread}) {
      const List more = values(*t);
      results.insert(results.end(), more.begin(), more.end());
    }
    first.push_back(results);
  }
  set_num_threads(threads);
  CHECK(first[0] == first[1]);
  CHECK(first[0] == first[2]);
}

TEST_CASE("a reduction's result may be its input") {
  Tensor a = make(DType::Float, {2, 2}, {1, 2, 3, 4});
  sum(a, a, 0);
  CHECK(values(a) == List{4, 6});
  Tensor b = make(DType::Float, {2, 3}, {1, 2, 3, 4, 5, 6});
  Tensor head = narrow(b, 1, 0, 1);
  sum(head, b, 1);
  CHECK(values(b) == List{6, 2, 3, 15, 5, 6});
  Tensor c = make(DType::Float, {2, 2}, {1, 9, 3, 4}), where(DType::Long);
  max(c, where, c, 0);
  CHECK(values(c) == List{3, 9});
  CHECK(values(where) == List{2, 1});
  Tensor longs = make(DType::Long, {3}, {5, 9, 7}), value(DType::Long);
  max(value, longs, longs, 0);
  CHECK(values(value) == List{9});
  CHECK(values(longs) == List{2});
}

TEST_CASE("trace") {
  const Tensor a = make(DType::Int, {2, 3}, {1, 2, 3, 4, 5, 6});
  CHECK(trace(a) == 6);
  CHECK(trace(transpose(a, 0, 1)) == 6);
  CHECK(trace(narrow(a, 1, 1, 2)) == 8);
  CHECK(error_of([] { trace(Tensor(DType::Float, {3})); }) ==
        "a matrix is needed, got FloatTensor 3");
}

TEST_CASE("reductions tell what they cannot do") {
  Tensor out(DType::Float);
  const Tensor a(DType::Float, {2, 3}), none(DType::Float);
  CHECK(error_of([&] { sum(out, a, 2); }) == "dimension 3 is out of range for FloatTensor 2x3");
  CHECK(error_of([&] { sum(out, none, 0); }).find("dimension 1 is out of range for ") == 0);
  CHECK(error_of([&] { mean(make(DType::Int, {1}, {1})); }) ==
        "a floating point tensor is needed, got IntTensor 1");
  CHECK(error_of([&] { sum(out, Tensor(DType::Double, {2}), 0); }) ==
        "types Float and Double do not match");
  CHECK(error_of([&] { mean(none); }).find("a tensor with elements is needed, got ") == 0);
  CHECK(error_of([&] { max(none); }).find("a tensor with elements is needed, got ") == 0);
  CHECK(error_of([&] { var(none, false); }).find("a tensor with elements is needed, got ") == 0);
  Tensor places(DType::Int);
  CHECK(error_of([&] { max(out, places, a, 0); }).find("indices must be a LongTensor, got ") == 0);
  CHECK(sum(none) == 0);
  CHECK(norm(none, 2) == 0);
  Tensor wide = expand(Tensor(DType::Float, {1, 1}), Shape{1, 3});
  CHECK(error_of([&] {
          sum(wide, a, 0);
        }).find("the result FloatTensor 1x3 is an expanded tensor") == 0);
}

TEST_CASE("variances and standard deviations in every layout") {
  for (DType dtype : {DType::Half, DType::BFloat16, DType::Float, DType::Double}) {
    const double tolerance = dtype == DType::Half ? 2e-3 : dtype == DType::BFloat16 ? 1e-2 : 1e-6;
    for (bool biased : {false, true}) {
      check_dims(
          dtype, tolerance, [&](Tensor& o, const Tensor& t, int dim) { var(o, t, dim, biased); },
          [&](const List& x) { return plain_variance(x, biased); });
      check_dims(
          dtype, tolerance,
          [&](Tensor& o, const Tensor& t, int dim) { standard_deviation(o, t, dim, biased); },
          [&](const List& x) { return std::sqrt(plain_variance(x, biased)); });
      for (const Tensor& t : layouts(dtype)) {
        const double want = plain_variance(values(t), biased);
        if (std::isnan(want)) {
          CHECK(std::isnan(var(t, biased)));
        } else {
          CHECK(var(t, biased) == Approx(want).epsilon(1e-12));
          CHECK(standard_deviation(t, biased) == Approx(std::sqrt(want)).epsilon(1e-12));
        }
      }
    }
  }
}

TEST_CASE("a variance far from zero") {
  const int n = 200000;
  Tensor a(DType::Double, {n});
  for (int i = 0; i < n; ++i) a.data<double>()[i] = 1e9 + i % 2;
  CHECK(var(a, true) == Approx(0.25).epsilon(1e-9));
  Tensor out(DType::Double);
  var(out, view(a, Shape{n / 20, 20}), 0, true);
  CHECK(values(out)[3] == 0);
  CHECK(std::isnan(var(make(DType::Float, {2}, {NAN, 1}), false)));
}

TEST_CASE("norms") {
  for (DType dtype : {DType::Half, DType::BFloat16, DType::Float, DType::Double}) {
    const double tolerance = dtype == DType::Half ? 2e-3 : dtype == DType::BFloat16 ? 1e-2 : 1e-6;
    for (double p : {0.0, 1.0, 2.0, 3.0, 0.5, double(INFINITY)}) {
      INFO(name_of(dtype) << " p " << p);
      auto plain = [&](const List& x) {
        double total = 0;
        for (double value : x) {
          if (std::isinf(p))
            total = std::max(total, std::abs(value));
          else
            total += p == 0 ? value != 0 : std::pow(std::abs(value), p);
        }
        return std::isinf(p) || p == 0 ? total : std::pow(total, 1 / p);
      };
      check_dims(
          dtype, tolerance, [&](Tensor& o, const Tensor& t, int dim) { norm(o, t, p, dim); },
          plain);
      for (const Tensor& t : layouts(dtype)) {
        CHECK(norm(t, p) == Approx(plain(values(t))).epsilon(1e-12));
      }
    }
  }
  const Tensor mixed = make(DType::Double, {4}, {-3, 0, 4, 0});
  CHECK(norm(mixed, 2) == 5);
  CHECK(norm(mixed, 1) == 7);
  CHECK(norm(mixed, 0) == 2);
  CHECK(norm(mixed, INFINITY) == 4);
  CHECK(std::isnan(norm(make(DType::Double, {3}, {1, NAN, 2}), INFINITY)));
  CHECK(error_of([] { norm(make(DType::Int, {1}, {1}), 2); }) ==
        "a floating point tensor is needed, got IntTensor 1");
}

TEST_CASE("norms and deviations whose squares leave the range of doubles") {
  auto both = [](const Tensor& t, double p) {  // as a number and along a dimension
    Tensor out(t.dtype());
    norm(out, t, p, -1);
    CHECK(values(out)[0] == Approx(norm(t, p)).epsilon(t.dtype() == DType::Double ? 1e-14 : 1e-3));
    return norm(t, p);
  };
  for_each_target([&] {
    for (double size : {1e200, 1e-200, 1e300, 3e-310, 1., 0.}) {
      INFO(size);
      const Tensor t = make(DType::Double, {1, 3}, {3 * size, 0, -4 * size});
      const double tolerance = size == 3e-310 ? 1e-12 : 1e-14;
      CHECK(both(t, 2) == Approx(5 * size).epsilon(tolerance));
      CHECK(both(t, 3) == Approx(std::cbrt(91) * size).epsilon(tolerance));
      CHECK(both(t, 0.5) == Approx(std::pow(2 + std::sqrt(3), 2) * size).epsilon(tolerance));
      const Tensor far = make(DType::Double, {1, 4}, {size, 2 * size, 3 * size, 4 * size});
      Tensor out(DType::Double);
      standard_deviation(out, far, 1, false);
      CHECK(values(out)[0] == Approx(std::sqrt(5. / 3) * size).epsilon(tolerance));
      CHECK(standard_deviation(far, true) == Approx(std::sqrt(1.25) * size).epsilon(tolerance));
    }
    CHECK(var(make(DType::Double, {2}, {1e155, -1e155}), true) == INFINITY);
    CHECK(both(make(DType::Double, {1, 2}, {2, 4}), -1) == Approx(4. / 3));
    CHECK(both(make(DType::Double, {1, 2}, {2e-300, 4e-300}), -2) ==
          Approx(4e-300 / std::sqrt(5)).epsilon(1e-14));
    CHECK(both(make(DType::Double, {1, 2}, {2, -4}), -INFINITY) == 2);
    CHECK(both(make(DType::Double, {1, 2}, {0, 4}), -1) == 0);
    CHECK(both(make(DType::Float, {1, 2}, {3e30, 4e30}), 40) == Approx(4e30).epsilon(1e-5));
    CHECK(both(make(DType::Float, {1, 2}, {3e-30, 4e-30}), 40) == Approx(4e-30).epsilon(1e-5));
    CHECK(std::isnan(norm(make(DType::Double, {2}, {NAN, 1}), 2)));
    CHECK(norm(make(DType::Double, {2}, {INFINITY, 1}), 2) == INFINITY);
  });
  // Every second element of a matrix's columns.
  Tensor m(DType::Double, {4, 3});
  fill(m, 1e200);
  Tensor out(DType::Double);
  norm(out, transpose(narrow(m, 1, 1, 2), 0, 1), 2, 1);
  CHECK(values(out) == List{2e200, 2e200});
  CHECK(dist(make(DType::Float, {2}, {3e38, 0}), make(DType::Float, {2}, {-3e38, 0}), 2) ==
        Approx(6e38));
}

TEST_CASE("renorm takes rows by their norm, whatever its size") {
  for (DType dtype : {DType::Float, DType::Double}) {
    Tensor out(dtype);
    for (double p : {0.5, 1., 2., 3., double(INFINITY)}) {
      renorm(out, make(dtype, {2, 2}, {3, 4, 0, 0}), p, 0, 0);
      CHECK(values(out) == List{0, 0, 0, 0});
    }
    renorm(out, make(dtype, {2, 2}, {3e38, 3e38, 1e-30, 0}), 2, 0, 1);
    CHECK(values(out)[0] == Approx(std::sqrt(0.5)));
    CHECK(values(out)[2] == Approx(1e-30));
  }
}

TEST_CASE("dist and renorm") {
  const Tensor a = make(DType::Float, {2, 2}, {1, 2, 3, 4}),
               b = make(DType::Float, {4}, {1, 0, 3, 0});
  CHECK(dist(a, b, 2) == Approx(std::sqrt(20.0)));
  CHECK(dist(a, b, 1) == 6);
  CHECK(error_of([&] {
          dist(a, make(DType::Float, {3}, {1, 2, 3}), 2);
        }) == "sizes 2x2 and 3 do not match");

  Tensor out(DType::Double);
  const Tensor rows = make(DType::Double, {2, 2}, {3, 4, 0.3, 0.4});
  renorm(out, rows, 2, 0, 1);
  CHECK(values(out)[0] == Approx(0.6));
  CHECK(values(out)[1] == Approx(0.8));
  CHECK(values(out)[2] == 0.3);  // not touched
  CHECK(values(out)[3] == 0.4);
  Tensor self = clone(rows);
  renorm(self, self, 1, 1, 1);  // columns: 3.3 and 4.4
  CHECK(values(self)[0] == Approx(3 / 3.3));
  CHECK(values(self)[3] == Approx(0.4 / 4.4));
  Tensor cube(DType::Double, {2, 3, 4});
  fill(cube, 1);
  renorm(cube, cube, 2, 1, 2);
  CHECK(norm(select(cube, 1, 2), 2) == Approx(2));
  CHECK(error_of([&] { renorm(out, a, 2, 0, 1); }) == "types Double and Float do not match");
  CHECK(error_of([&] { renorm(out, rows, 0, 0, 1); }) ==
        "the norm's exponent must be above 0, got 0");
  CHECK(error_of([&] { renorm(out, select(rows, 0, 0), 2, 0, 1); }) ==
        "two dimensions are needed, got DoubleTensor 2");
}

TEST_CASE("products along a dimension multiply in order") {
  std::vector<double> factors(37);
  for (size_t i = 0; i < factors.size(); ++i) factors[i] = 0.9 + 0.01 * double(i * i % 17);
  double product = 1;
  for (double f : factors) product *= f;
  const Tensor row = make(DType::Double, {1, 37}, factors);
  Tensor out(DType::Double);
  prod(out, row, 1);
  CHECK(values(out)[0] == product);
  prod(out, clone(transpose(expand(row, Shape{9, 37}), 0, 1)), 0);
  CHECK(values(out) == std::vector<double>(9, product));
}
