// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/linear.h"

#include <catch2/catch.hpp>

#include "tests/support/finite_difference.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("linear: gradients of input, weight and bias, for vectors and batches") {
  for (const Shape& sizes : {Shape{5}, Shape{1, 5}, Shape{4, 5}}) {
    Tensor x = random_tensor(DType::Double, sizes, 1);
    Tensor weight = random_tensor(DType::Double, {3, 5}, 2);
    Tensor bias = random_tensor(DType::Double, {3}, 3);
    Tensor out, dx, dw = make(DType::Double, {3, 5}, std::vector<double>(15, 0.5)),
                    db = make(DType::Double, {3}, {1, 1, 1});
    linear(out, x, weight, &bias);
    const Tensor dy = random_tensor(DType::Double, Shape{out.sizes()}, 4);
    auto loss = [&] {
      linear(out, x, weight, &bias);
      return weighted_sum(out, dy);
    };
    linear_backward(dx, x, dy, weight);
    CHECK(gradient_error(x, dx, loss) < kGradientTolerance);
    linear_backward_parameters(dw, &db, x, dy, 1);  // adds to what is there
    for (double& value : std::span(dw.data<double>(), 15)) value -= 0.5;
    for (double& value : std::span(db.data<double>(), 3)) value -= 1;
    CHECK(gradient_error(weight, dw, loss) < kGradientTolerance);
    CHECK(gradient_error(bias, db, loss) < kGradientTolerance);
  }
}

TEST_CASE("linear: sizes that do not fit are told") {
  Tensor out, weight = random_tensor(DType::Double, {3, 5}, 1);
  CHECK(error_of([&] {
          linear(out, random_tensor(DType::Double, {2, 4}, 1), weight, nullptr);
        }) == "size mismatch: input has 4 features, expected 5 (input 2x4)");
}
