// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/normalization.h"

#include <catch2/catch.hpp>

#include "core/base/parallel.h"
#include "tests/support/finite_difference.h"

using namespace tocha;
using namespace tocha::testing;

namespace {

struct Layer {
  explicit Layer(int64_t n, DType dtype = DType::Double)
      : weight(random_tensor(dtype, {n}, 5)),
        bias(random_tensor(dtype, {n}, 6)),
        mean(random_tensor(dtype, {n}, 7)),
        var(dtype, {n}),
        save_mean(dtype),
        save_std(dtype) {
    fill(var, 1.5);
  }
  BatchNormalization options(bool train) {
    return {&weight, &bias, &mean, &var, &save_mean, &save_std, train};
  }
  Tensor weight, bias, mean, var, save_mean, save_std;
};

}  // namespace

TEST_CASE("batch normalization: gradients in training and evaluation") {
  for (const Shape& sizes : {Shape{4, 3}, Shape{3, 2, 2, 5}}) {
    for (bool train : {true, false}) {
      Layer layer(sizes[1]);
      Tensor x = random_tensor(DType::Double, sizes, 1);
      const Tensor dy = random_tensor(DType::Double, sizes, 2);
      Tensor out, dx, dw(DType::Double, {sizes[1]}), db(DType::Double, {sizes[1]});
      fill(dw, 0);
      fill(db, 0);
      auto loss = [&] {
        batch_normalization(out, x, layer.options(train));
        return weighted_sum(out, dy);
      };
      loss();
      batch_normalization_backward(&dx, &dw, &db, x, dy, layer.options(train), 1);
      CHECK(gradient_error(x, dx, loss) < 1e-7);  // large third derivatives
      CHECK(gradient_error(layer.weight, dw, loss) < kGradientTolerance);
      CHECK(gradient_error(layer.bias, db, loss) < kGradientTolerance);
    }
  }
}

TEST_CASE("batch normalization: equal for every number of threads") {
  const int threads = num_threads();
  const Tensor x = random_tensor(DType::Float, {8, 16, 20, 20}, 1);
  std::vector<double> first;
  for (int count : {1, 3}) {
    set_num_threads(count);
    Layer layer(16, DType::Float);
    Tensor out(DType::Float);
    batch_normalization(out, x, layer.options(true));
    if (first.empty()) first = values(out);
    CHECK(values(out) == first);
  }
  set_num_threads(threads);
}
