// SPDX-License-Identifier: BSD-3-Clause
// Random tensors: every type and layout draws what the generator's fills draw, in logical order.
#include "core/ops/random.h"

#include <catch2/catch.hpp>

#include "core/base/random_fill.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("strided results are drawn in logical order, through several buffers") {
  Tensor straight(DType::Float, {30, 100}), memory(DType::Float, {100, 30});
  Tensor crooked = transpose(memory, 0, 1);
  for (auto draw : {+[](Tensor&t, Generator&g) { normal(t, g, 1, 2); },
                    +[](Tensor&t, Generator&g) { uniform(t, g, -1, 1); },
                    +[](Tensor&t, Generator&g) { random(t, g, -5, 5); },
                    +[](Tensor&t, Generator&g) { log_normal(t, g, 0, 1); }}) {
    Generator one(3), other(3);
    draw(straight, one);
    draw(crooked, other);
    CHECK(values(straight) == values(crooked));
    CHECK(one.random() == other.random());
  }
}

TEST_CASE("16-bit floating types draw floats and round them") {
  for (DType dtype : {DType::Half, DType::BFloat16}) {
    Tensor t(dtype, {2000}), f(DType::Float, {2000});
    Generator one(3), other(3);
    normal(t, one, 0, 1);
    normal(f, other, 0, 1);
    CHECK(values(t) == values(to(f, dtype, cpu_device())));
  }
}

TEST_CASE("each element has its own probability") {
  Generator g(1);
  Tensor p = make(DType::Float, {2, 2}, {0, 1, 1, 0});
  Tensor out(DType::Byte, {2, 2});
  bernoulli(out, g, transpose(p, 0, 1));
  CHECK(values(out) == std::vector<double>{0, 1, 1, 0});
  CHECK(error_of([&] {
          bernoulli(out, g, make(DType::Int, {4}, {0, 0, 0, 0}));
        }) == "probabilities must be a Float or Double tensor, got IntTensor 4");
}

TEST_CASE("results are resized and may be of any type") {
  Generator g(1);
  Tensor out = transpose(Tensor(DType::Short, {3, 2}), 0, 1);
  randperm(out, g, 7);
  CHECK(out.sizes().size() == 1);
  std::vector<double> sorted = values(out);
  std::sort(sorted.begin(), sorted.end());
  CHECK(sorted == std::vector<double>{1, 2, 3, 4, 5, 6, 7});
  Tensor drawn(DType::Long);
  multinomial(drawn, g, make(DType::Half, {2, 3}, {0, 0, 2, 1, 0, 0}), 1, false);
  CHECK(values(drawn) == std::vector<double>{3, 1});
  Tensor empty(DType::Float);
  uniform(empty, g, 0, 1);
  CHECK(empty.empty());
}
