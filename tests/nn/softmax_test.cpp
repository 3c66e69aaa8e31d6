// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/softmax.h"

#include <catch2/catch.hpp>

#include "tests/support/finite_difference.h"

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
