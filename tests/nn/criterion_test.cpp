// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/criterion.h"

#include "core/nn/pair_loss.h"

#include <catch2/catch.hpp>

#include "core/nn/activation.h"
#include "tests/support/finite_difference.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("losses: gradients") {
  Tensor x = random_tensor(DType::Double, {3, 4}, 1), loss(DType::Double), total(DType::Double), dx;
  const Tensor labels = make(DType::Long, {3}, {4, -100, 1});
  const Tensor weights = make(DType::Double, {4}, {0.5, 1, 2, 0.25});
  for (bool average : {true, false}) {
    const NllLoss options{&weights, average};
    auto nll = [&] {
      nll_loss(loss, total, x, labels, options);
      return values(loss)[0];
    };
    nll();
    nll_backward(dx, total, x, labels, options);
    CHECK(gradient_error(x, dx, nll) < kGradientTolerance);

    const Tensor target = random_tensor(DType::Double, {3, 4}, 2);
    pair_loss_backward(PairLoss::SquaredError, dx, x, target, {.size_average = average});
    CHECK(gradient_error(x, dx, [&] {
            pair_loss(PairLoss::SquaredError, loss, x, target, {.size_average = average});
            return values(loss)[0];
          }) < kGradientTolerance);
  }
}

TEST_CASE("nll: a label that is no class is told with the sample") {
  const Tensor x = random_tensor(DType::Float, {2, 3}, 1), labels = make(DType::Byte, {2}, {3, 4});
  Tensor loss(DType::Float), total(DType::Float);
  CHECK(error_of([&] { nll_loss(loss, total, x, labels, {}); }) ==
        "label 4 of sample 2 is not in 1 to 3");
}

TEST_CASE("threshold: gradient, in place too") {
  const Tensor x = make(DType::Double, {4}, {-1, 0.5, 2, -3}),
               dy = make(DType::Double, {4}, {1, 2, 3, 4});
  Tensor out, dx;
  threshold(out, x, 0, 0);
  CHECK(values(out) == std::vector<double>{0, 0.5, 2, 0});
  threshold_backward(dx, x, dy, 0);
  CHECK(values(dx) == std::vector<double>{0, 2, 3, 0});
  Tensor same = clone(dy);
  threshold_backward(same, out, same, 0);
  CHECK(values(same) == values(dx));
}
