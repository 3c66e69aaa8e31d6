// SPDX-License-Identifier: BSD-3-Clause
// Convolutions over sequences, images and volumes, in groups, and full ones: doubles (the matrix
// product) by finite differences, floats (oneDNN where it has a kernel) against doubles.
#include <catch2/catch.hpp>

#include "core/nn/full_convolution.h"
#include "tests/support/finite_difference.h"

using namespace tocha;
using namespace tocha::testing;

namespace {

struct Case {
  int64_t batch, in, out, groups;
  Shape sizes;
  Windows windows;
};

const Case kSmall[] = {
    {2, 3, 4, 1, {7}, {{3}}},
    {2, 4, 6, 2, {9}, {{.kernel = 3, .stride = 2, .pad = 1, .dilation = 2}}},
    {2, 3, 3, 3, {4, 5}, {{2}, {.kernel = 3, .pad = 1}}},
    {1, 2, 4, 2, {5, 4}, {{.kernel = 3, .stride = 2, .pad = 2}, {2}}},
    {2, 6, 5, 1, {12, 10}, {{.kernel = 3, .pad = 2, .dilation = 2}, {.kernel = 2, .dilation = 3}}},
    {2, 2, 3, 1, {3, 4, 3}, {{2}, {.kernel = 3, .stride = 2, .pad = 1}, {.kernel = 2, .pad = 1}}},
    {1, 4, 2, 2, {4, 3, 5}, {{.kernel = 2, .dilation = 2}, {2}, {.kernel = 3, .stride = 2}}},
};

// Sizes for which oneDNN has kernels of several sorts.
const Case kLarge[] = {
    {8, 32, 48, 1, {50}, {{5}}},
    {3, 32, 32, 32, {14, 14}, {{.kernel = 3, .pad = 1}, {.kernel = 3, .pad = 1}}},
    {2, 3, 12, 3, {9, 8}, {{3}, {.kernel = 3, .stride = 2}}},
    {2, 32, 64, 2, {9, 8}, {{.kernel = 3, .pad = 1}, {3}}},
    {2, 16, 32, 1, {4, 9, 8}, {{.kernel = 3, .pad = 1}, {3}, {.kernel = 3, .stride = 2, .pad = 1}}},
    {2, 3, 5, 1, {4, 6, 5}, {{2}, {.kernel = 3, .pad = 1, .dilation = 2}, {2}}},
    // Doubles are unfolded in pieces: rows, parts of rows, some channels, some groups at a time.
    {1, 1, 1, 1, {70, 60}, {{31}, {31}}},
    {1, 3, 4, 1, {20000}, {{9}}},
    {1, 40, 3, 1, {20, 21}, {{.kernel = 11, .pad = 5}, {.kernel = 11, .pad = 5}}},
    {3, 24, 48, 24, {50, 64}, {{9}, {.kernel = 9, .stride = 2, .pad = 1}}},
    {1, 64, 32, 32, {30, 31}, {{.kernel = 5, .pad = 2}, {.kernel = 5, .pad = 2}}},
    {1, 6, 6, 3, {70, 60}, {{.kernel = 7, .pad = 3, .dilation = 2}, {.kernel = 5, .pad = 9}}},
    {1, 8, 3, 1, {9, 20, 21}, {{3}, {.kernel = 5, .pad = 2}, {.kernel = 5, .pad = 2}}},
};

Shape join(std::initializer_list<int64_t> head, const Shape& tail) {
  Shape shape{head};
  for (int64_t size : tail) shape.push_back(size);
  return shape;
}

struct Layer {
  Tensor x, weight, bias, dy;
  Windows windows;
  int64_t groups;
  Convolution layer() const { return {weight, &bias, windows, groups}; }

  Layer(const Case& c, DType dtype) : windows(c.windows), groups(c.groups) {
    Shape kernel, outputs;
    for (int d = 0; d < windows.size(); ++d) {
      kernel.push_back(windows[d].kernel);
      outputs.push_back(windows[d].outputs(c.sizes[d]));
    }
    x = random_tensor(dtype, join({c.batch, c.in}, c.sizes), 1);
    weight = random_tensor(dtype, join({c.out, c.in / c.groups}, kernel), 2);
    bias = random_tensor(dtype, {c.out}, 3);
    dy = random_tensor(dtype, join({c.batch, c.out}, outputs), 4);
  }
};

struct Results {
  Tensor y, dx, dw, db;
  explicit Results(const Layer& l)
      : y(l.x.dtype()), dx(l.x.dtype()), dw(clone(l.weight)), db(clone(l.bias)) {
    convolution(y, l.x, l.layer());
    convolution_backward_input(dx, l.x, l.dy, l.layer());
    convolution_backward_weight(dw, &db, l.x, l.dy, l.layer(), 0.5);
  }
};

// The full convolution with the same weight leads back: dy to x.
struct FullResults {
  Tensor y, dx, dw, db;
  explicit FullResults(const Layer& l, const Case& c) : y(l.x.dtype()), dx(l.x.dtype()) {
    const Tensor bias = random_tensor(l.x.dtype(), {c.in}, 5);
    FullConvolution full{l.weight, &bias, l.windows, {}};
    for (int d = 0; d < l.windows.size(); ++d) {
      const Window& w = l.windows[d];
      full.adjust.push_back((c.sizes[d] + 2 * w.pad - w.extent()) % w.stride);
    }
    dw = clone(l.weight);
    db = clone(bias);
    full_convolution(y, l.dy, full);
    full_convolution_backward_input(dx, l.dy, l.x, full);
    full_convolution_backward_weight(dw, &db, l.dy, l.x, full, 0.5);
  }
};

template <class R>
void check_same(const R& a, const R& b, double tolerance) {
  CHECK(largest_difference(a.y, b.y) < tolerance);
  CHECK(largest_difference(a.dx, b.dx) < tolerance);
  CHECK(largest_difference(a.dw, b.dw) < tolerance);
  CHECK(largest_difference(a.db, b.db) < tolerance);
}

}  // namespace

TEST_CASE("convolution over one to three dimensions and in groups, by finite differences") {
  for (const Case& c : kSmall) {
    INFO("case " << (&c - kSmall));
    Layer l(c, DType::Double);
    Tensor y(DType::Double), dx(DType::Double);
    auto loss = [&] {
      convolution(y, l.x, l.layer());
      return weighted_sum(y, l.dy);
    };
    convolution_backward_input(dx, l.x, l.dy, l.layer());
    CHECK(gradient_error(l.x, dx, loss) < kGradientTolerance);
    Tensor dw(DType::Double, Shape{l.weight.sizes()}), db(DType::Double, Shape{l.bias.sizes()});
    fill(dw, 0);
    fill(db, 0);
    convolution_backward_weight(dw, &db, l.x, l.dy, l.layer(), 1);
    CHECK(gradient_error(l.weight, dw, loss) < kGradientTolerance);
    CHECK(gradient_error(l.bias, db, loss) < kGradientTolerance);
  }
}

TEST_CASE("convolution: floats agree with doubles, plain and full") {
  auto check = [](const Case& c) {
    const Layer single(c, DType::Float), twice(c, DType::Double);
    // The longest sums here have some thousand products of numbers below 1.
    check_same(Results(single), Results(twice), 1e-4);
    if (c.groups == 1) check_same(FullResults(single, c), FullResults(twice, c), 1e-4);
  };
  for (const Case& c : kSmall) {
    INFO("small case " << (&c - kSmall));
    check(c);
  }
  for (const Case& c : kLarge) {
    INFO("large case " << (&c - kLarge));
    check(c);
  }
}

TEST_CASE("convolution: a group is a convolution of its own channels") {
  const Layer l({2, 6, 4, 2, {5, 6}, {{3}, {2}}}, DType::Double);
  const Results whole(l);
  for (int64_t g = 0; g < 2; ++g) {
    const Tensor weight = narrow(l.weight, 0, 2 * g, 2), bias = narrow(l.bias, 0, 2 * g, 2);
    Tensor y(DType::Double);
    convolution(y, narrow(l.x, 1, 3 * g, 3), {weight, &bias, l.windows});
    CHECK(largest_difference(y, clone(narrow(whole.y, 1, 2 * g, 2))) < 1e-14);
  }
}

TEST_CASE("convolution in groups and over volumes says what is wrong") {
  const Tensor x(DType::Float, {6, 4, 4}), weight(DType::Float, {3, 3, 2, 2});
  Tensor out(DType::Float);
  CHECK(error_of([&] {
          convolution(out, x, {weight, nullptr, {{2}, {2}}, 2});
        }) == "3 output channels cannot be split into 2 groups");
  const Tensor volume(DType::Float, {6, 4, 4, 4}), filter(DType::Float, {3, 6, 2, 2, 1});
  CHECK(error_of([&] {
          convolution(out, volume, {filter, nullptr, {{2}, {2}, {2}}});
        }) == "weight 3x6x2x2x1 does not fit a 2x2x2 kernel");
  CHECK(error_of([&] {
          convolution(out, volume, {filter, nullptr, {{2}, {2}, {1, 0}}});
        }) == "the stride must be at least 1x1x1, got 1x1x0");
  CHECK(error_of([&] {
          convolution(out, volume, {filter, nullptr, {{2}, {2}, {1, 1, -1}}});
        }) == "the padding must not be negative, got 0x0x-1");
  const Tensor back(DType::Float, {6, 3, 2, 2});
  CHECK(error_of([&] {
          full_convolution(out, x, {back, nullptr, {{2}, {2, 2}}, {0, 2}});
        }) == "the adjustment must be from 0 to stride - 1, got 0x2 for stride 1x2");
}
