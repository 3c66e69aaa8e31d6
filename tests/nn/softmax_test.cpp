// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/softmax.h"

#include <catch2/catch.hpp>

#include "core/ops/copy.h"
#include "tests/support/finite_difference.h"
#include "tests/support/targets.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("softmax and its logarithm: gradients in every layout") {
  for (const Shape& sizes : {Shape{7}, Shape{3, 20}, Shape{4, 2, 3}, Shape{2, 3, 2, 9}}) {
    for (bool logarithm : {false, true}) {
      Tensor x = random_tensor(DType::Double, sizes, 1);
      const Tensor dy = random_tensor(DType::Double, sizes, 2);
      Tensor out, dx;
      auto loss = [&] {
        softmax(out, x, logarithm);
        return weighted_sum(out, dy);
      };
      loss();
      softmax_backward(dx, out, dy, logarithm);
      CHECK(gradient_error(x, dx, loss) < kGradientTolerance);
    }
  }
}

TEST_CASE("softmax: the classes of each frame add up to 1") {
  const Tensor x = random_tensor(DType::Float, {5, 33}, 3);
  Tensor out(DType::Float);
  softmax(out, x, false);
  for (int64_t i = 0; i < 5; ++i) {
    const Tensor row = select(out, 0, i);
    double sum = 0;
    for (double value : values(row)) sum += value;
    CHECK(sum == Approx(1).epsilon(1e-6));
  }
}

TEST_CASE("log-softmax keeps its digits whatever the size of the inputs") {
  for_each_target([] {
    for (DType dtype : {DType::Float, DType::Double}) {
      for (double size : {1., 1e3, 1e5, 1e7, 1e8, 1e16, 1e30, -1e7, -1e30}) {
        INFO(size);
        // Dense classes, and classes with elements between them; shorter and longer than a vector.
        for (const Shape& sizes : {Shape{2}, Shape{3, 64}, Shape{2, 3, 3}, Shape{2, 64, 5, 7}}) {
          Tensor x(dtype, sizes), out(dtype);
          fill(x, size);
          softmax(out, x, true);
          const double want = -std::log(double(sizes[sizes.size() == 2 || sizes.size() == 4]));
          for (double value : values(out)) REQUIRE(value == Approx(want).epsilon(1e-6));
        }
      }
    }
  });
}
