// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/pooling.h"

#include <catch2/catch.hpp>
#include <limits>

#include "core/base/parallel.h"
#include "tests/support/finite_difference.h"

using namespace tocha;
using namespace tocha::testing;

namespace {

Pooling pooling(int64_t kh, int64_t kw, int64_t sh, int64_t sw, int64_t ph = 0, int64_t pw = 0,
                bool ceil = false) {
  return {{.kernel = kh, .stride = sh, .pad = ph}, {.kernel = kw, .stride = sw, .pad = pw}, ceil};
}

// Each window written out, in the terms of Torch7's manual.
struct Expected {
  std::vector<double> out, indices;
};
Expected max_of_windows(const Tensor& in, const Pooling& p, int64_t oh, int64_t ow) {
  const std::vector<double> x = values(in);
  const int64_t h = in.size(in.dim() - 2), w = in.size(in.dim() - 1);
  Expected e;
  for (int64_t plane = 0; plane < in.numel() / (h * w); ++plane) {
    for (int64_t oy = 0; oy < oh; ++oy) {
      for (int64_t ox = 0; ox < ow; ++ox) {
        double best = -std::numeric_limits<double>::infinity();
        int64_t at = -1;
        for (int64_t ky = 0; ky < p.h.kernel; ++ky) {
          for (int64_t kx = 0; kx < p.w.kernel; ++kx) {
            const int64_t iy = oy * p.h.stride - p.h.pad + ky * p.h.dilation;
            const int64_t ix = ox * p.w.stride - p.w.pad + kx * p.w.dilation;
            if (iy < 0 || iy >= h || ix < 0 || ix >= w) continue;
            const double value = x[size_t((plane * h + iy) * w + ix)];
            if (value > best) best = value, at = iy * w + ix;
          }
        }
        e.out.push_back(best);
        e.indices.push_back(double(at + 1));
      }
    }
  }
  return e;
}

const Pooling kCases[] = {
    pooling(2, 2, 2, 2),
    pooling(3, 3, 2, 2, 1, 1),
    pooling(3, 2, 1, 1),
    pooling(3, 3, 1, 1, 1, 1),
    pooling(3, 3, 3, 3, 0, 0, true),
    pooling(2, 3, 2, 2, 1, 1, true),
    pooling(1, 1, 2, 2),
    pooling(5, 4, 2, 3, 2, 2, true),
    {{.kernel = 2, .stride = 2, .dilation = 2},
     {.kernel = 3, .stride = 1, .pad = 1, .dilation = 2}},
};

}  // namespace

TEST_CASE("max pooling: the largest element of each window and its place") {
  Tensor out(DType::Float), indices(DType::Long);
  const Tensor x = make(DType::Float, {1, 4, 4}, {1, 2, 3, 4, 8, 7, 6, 5, 1, 1, 9, 1, 1, 1, 1, 1});
  max_pooling(out, indices, x, pooling(2, 2, 2, 2));
  CHECK(values(out) == std::vector<double>{8, 6, 1, 9});
  CHECK(values(indices) == std::vector<double>{5, 7, 9, 11});
  CHECK(Shape{out.sizes()} == Shape{1, 2, 2});

  Tensor dx(DType::Float);
  max_pooling_backward(dx, x, make(DType::Float, {1, 2, 2}, {1, 2, 3, 4}), indices,
                       pooling(2, 2, 2, 2));
  CHECK(values(dx) == std::vector<double>{0, 0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0, 0});
}

TEST_CASE("max pooling agrees with windows written out, whatever the width") {
  for (const DType dtype : {DType::Float, DType::Double}) {
    for (const Pooling& p : kCases) {
      for (const int64_t width : {5, 6, 14, 16, 28, 33, 67}) {
        const Tensor x = random_tensor(dtype, {2, 3, 9, width}, uint64_t(width));
        Tensor out(dtype), indices(DType::Long);
        max_pooling(out, indices, x, p);
        const Expected e = max_of_windows(x, p, out.size(2), out.size(3));
        CHECK(values(out) == e.out);
        CHECK(values(indices) == e.indices);
      }
    }
  }
}

TEST_CASE("max pooling: gradients by finite differences, overlapping windows included") {
  for (const Pooling& p : kCases) {
    Tensor x = random_tensor(DType::Double, {2, 2, 6, 7}, 3);
    Tensor out(DType::Double), indices(DType::Long), dx(DType::Double);
    max_pooling(out, indices, x, p);
    const Tensor dy = random_tensor(DType::Double, Shape{out.sizes()}, 4);
    max_pooling_backward(dx, x, dy, indices, p);
    CHECK(gradient_error(x, dx, [&] {
            max_pooling(out, indices, x, p);
            return weighted_sum(out, dy);
          }) < kGradientTolerance);
  }
}

TEST_CASE("max pooling shows a NaN and survives infinities") {
  const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
  for (const int64_t width : {4, 64}) {
    Tensor x(DType::Float, {1, 2, width});
    fill(x, -inf);
    x.data<float>()[3] = float(nan);
    x.data<float>()[width] = 5;
    x.data<float>()[width + 2] = 7;
    Tensor out(DType::Float), indices(DType::Long);
    max_pooling(out, indices, x, pooling(2, 2, 2, 2));
    CHECK(out.data<float>()[0] == 5);
    CHECK(std::isnan(out.data<float>()[1]));
    CHECK(indices.data<int64_t>()[0] == width + 1);
    CHECK(indices.data<int64_t>()[1] == 4);
    if (width > 4) CHECK(indices.data<int64_t>()[2] == 5);
  }
}

TEST_CASE("average pooling: what padding counts for") {
  const Tensor x = make(DType::Double, {1, 2, 2}, {1, 2, 3, 4});
  Tensor out(DType::Double);
  AveragePooling p{pooling(2, 2, 1, 1, 1, 1)};
  average_pooling(out, x, p);
  CHECK(values(out) == std::vector<double>{0.25, 0.75, 0.5, 1, 2.5, 1.5, 0.75, 1.75, 1});
  p.count_include_pad = false;
  average_pooling(out, x, p);
  CHECK(values(out) == std::vector<double>{1, 1.5, 2, 2, 2.5, 3, 3, 3.5, 4});
  p.count_include_pad = true;
  p.divide = false;
  average_pooling(out, x, p);
  CHECK(values(out) == std::vector<double>{1, 3, 2, 4, 10, 6, 3, 7, 4});

  // A window that hangs over the end is divided by what it covers of the padded image.
  const Tensor row = make(DType::Double, {1, 1, 3}, {3, 6, 8});
  average_pooling(out, row, {pooling(1, 2, 1, 2, 0, 0, true)});
  CHECK(values(out) == std::vector<double>{4.5, 8});
}

// Torch7 counts such a window when there is no padding.
TEST_CASE("pooling: a window that begins behind the image is empty") {
  const Tensor x = make(DType::Float, {1, 1, 5}, {1, 2, 3, 4, 5});
  const Pooling p = pooling(1, 1, 1, 3, 0, 0, true);
  Tensor out(DType::Float), indices(DType::Long), dx(DType::Float);
  max_pooling(out, indices, x, p);
  CHECK(values(indices) == std::vector<double>{1, 4, 0});
  CHECK(values(out)[2] == -std::numeric_limits<double>::infinity());
  max_pooling_backward(dx, x, make(DType::Float, {1, 1, 3}, {1, 2, 4}), indices, p);
  CHECK(values(dx) == std::vector<double>{1, 0, 0, 2, 0});
  average_pooling(out, x, {p});
  CHECK(values(out) == std::vector<double>{1, 4, 0});
}

TEST_CASE("average pooling: gradients by finite differences") {
  for (const Pooling& base : kCases) {
    if (base.w.dilation > 1) continue;
    for (const bool count : {true, false}) {
      const AveragePooling p{base, count, !count};
      Tensor x = random_tensor(DType::Double, {2, 2, 6, 7}, 5);
      Tensor out(DType::Double), dx(DType::Double);
      average_pooling(out, x, p);
      const Tensor dy = random_tensor(DType::Double, Shape{out.sizes()}, 6);
      average_pooling_backward(dx, x, dy, p);
      CHECK(gradient_error(x, dx, [&] {
              average_pooling(out, x, p);
              return weighted_sum(out, dy);
            }) < kGradientTolerance);
    }
  }
}

TEST_CASE("average pooling in float agrees with double, for any number of threads") {
  const Tensor x = random_tensor(DType::Float, {64, 16, 28, 28}, 7);
  Tensor out(DType::Float), expected(DType::Double), once(DType::Float);
  average_pooling(expected, to(x, DType::Double, cpu_device()), {pooling(3, 3, 2, 2, 1, 1)});
  average_pooling(out, x, {pooling(3, 3, 2, 2, 1, 1)});
  CHECK(largest_difference(out, expected) < 1e-6);
  const int threads = num_threads();
  set_num_threads(1);
  average_pooling(once, x, {pooling(3, 3, 2, 2, 1, 1)});
  set_num_threads(threads);
  CHECK(values(once) == values(out));
}

TEST_CASE("pooling takes strided inputs and results, and results that are the input") {
  const Tensor plain = random_tensor(DType::Float, {3, 6, 6}, 8);
  const Tensor strided = transpose(plain, 1, 2);
  Tensor expected(DType::Float), expected_indices(DType::Long);
  max_pooling(expected, expected_indices, clone(strided), pooling(2, 2, 2, 2));

  Tensor wide(DType::Float, {3, 3, 6}), indices(DType::Long);
  Tensor out = narrow(wide, 2, 1, 3);
  max_pooling(out, indices, strided, pooling(2, 2, 2, 2));
  CHECK(values(out) == values(expected));
  CHECK(values(indices) == values(expected_indices));

  Tensor same = clone(strided);
  max_pooling(same, indices, same, pooling(2, 2, 2, 2));
  CHECK(values(same) == values(expected));
}

TEST_CASE("pooling says what is wrong") {
  Tensor out(DType::Float), indices(DType::Long);
  const Tensor x(DType::Float, {3, 4, 4});
  CHECK(error_of([&] { max_pooling(out, indices, Tensor(DType::Float, {4}), kCases[0]); }) ==
        "input must have 3 to 4 dimensions, got FloatTensor 4");
  CHECK(error_of([&] { max_pooling(out, indices, x, pooling(5, 5, 1, 1)); }) ==
        "the output size would be 0x0: a 5x5 kernel does not fit into 4x4 padded by 0x0");
  CHECK(error_of([&] { max_pooling(out, indices, x, pooling(2, 2, 2, 2, 2, 1)); }) ==
        "the padding must be at most half of the kernel, got 2x1 for a 2x2 kernel");
  CHECK(error_of([&] { max_pooling(out, indices, x, pooling(0, 2, 2, 2)); }) ==
        "the kernel must be at least 1x1, got 0x2");
  CHECK(error_of([&] { max_pooling(out, indices, x, pooling(2, 2, 0, 2)); }) ==
        "the stride must be at least 1x1, got 0x2");
  CHECK(error_of([&] {
          average_pooling(out, Tensor(DType::Int, {3, 4, 4}), {pooling(2, 2, 2, 2)});
        }) == "types Float and Int do not match");
  Tensor ints(DType::Int);
  CHECK(error_of([&] {
          average_pooling(ints, Tensor(DType::Int, {3, 4, 4}), {kCases[0]});
        }) == "Int elements are not supported here: Float or Double is needed");

  Tensor dx(DType::Float);
  max_pooling(out, indices, x, kCases[0]);
  CHECK(error_of([&] {
          max_pooling_backward(dx, x, Tensor(DType::Float, {3, 2, 3}), indices, kCases[0]);
        }) == "gradOutput is 3x2x3, expected 3x2x2 (input 3x4x4)");
  fill(indices, 17);
  CHECK(error_of([&] { max_pooling_backward(dx, x, out, indices, kCases[0]); }) ==
        "index 17 is outside of a plane of 4x4");
}
