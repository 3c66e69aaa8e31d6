// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/convolution.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/reorders.h"
#include "core/base/sanitizers.h"
#include "tests/support/finite_difference.h"

using namespace tocha;
using namespace tocha::testing;

namespace {

struct Case {
  int64_t batch, in, height, width, out;
  Window h, w;
};

// Images in groups and as a whole, few and many channels, everything a window can do.
const Case kCases[] = {
    {2, 3, 7, 8, 4, {3}, {3}},
    {64, 1, 28, 28, 16, {.kernel = 3, .pad = 1}, {.kernel = 3, .pad = 1}},
    {11, 16, 14, 14, 32, {.kernel = 5, .pad = 2}, {.kernel = 5, .pad = 2}},
    {3, 20, 9, 11, 17, {.kernel = 3, .stride = 2, .pad = 1}, {.kernel = 2, .stride = 3}},
    {2, 6, 12, 10, 5, {.kernel = 3, .pad = 2, .dilation = 2}, {.kernel = 2, .dilation = 3}},
    {5, 64, 8, 8, 70, {1}, {1}},
    {1, 2, 3, 3, 2, {.kernel = 5, .pad = 4}, {.kernel = 1, .pad = 3}},
    {1, 128, 6, 6, 128, {.kernel = 3, .pad = 1}, {.kernel = 3, .pad = 1}},
    {1, 48, 5, 6, 40, {.kernel = 4, .stride = 2, .pad = 1}, {.kernel = 4, .stride = 2, .pad = 1}},
    {1, 96, 7, 7, 80, {.kernel = 3, .pad = 1}, {.kernel = 5, .pad = 2}},
    {1, 64, 9, 10, 64, {.kernel = 3, .pad = 1}, {.kernel = 3, .pad = 1}},
};

struct Layer {
  Tensor x, weight, bias, dy;
  Window h, w;
  Convolution with_bias() const { return {weight, &bias, {h, w}}; }

  Layer(const Case& c, DType dtype)
      : x(random_tensor(dtype, {c.batch, c.in, c.height, c.width}, 1)),
        weight(random_tensor(dtype, {c.out, c.in, c.h.kernel, c.w.kernel}, 2)),
        bias(random_tensor(dtype, {c.out}, 3)),
        dy(random_tensor(dtype, {c.batch, c.out, c.h.outputs(c.height), c.w.outputs(c.width)}, 4)),
        h(c.h),
        w(c.w) {}
};

// The definition, in double: visits every product of an input, a weight and an output element.
template <class F>
void each_product(const Layer& l, F&& f) {
  const int64_t height = l.x.size(2), width = l.x.size(3);
  int64_t y = 0;
  for (int64_t n = 0; n < l.dy.size(0); ++n) {
    for (int64_t o = 0; o < l.dy.size(1); ++o) {
      for (int64_t oy = 0; oy < l.dy.size(2); ++oy) {
        for (int64_t ox = 0; ox < l.dy.size(3); ++ox, ++y) {
          int64_t k = o * l.x.size(1) * l.h.kernel * l.w.kernel;
          for (int64_t c = 0; c < l.x.size(1); ++c) {
            for (int64_t ky = 0; ky < l.h.kernel; ++ky) {
              for (int64_t kx = 0; kx < l.w.kernel; ++kx, ++k) {
                const int64_t iy = oy * l.h.stride - l.h.pad + ky * l.h.dilation;
                const int64_t ix = ox * l.w.stride - l.w.pad + kx * l.w.dilation;
                if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
                f(size_t(((n * l.x.size(1) + c) * height + iy) * width + ix), size_t(k), size_t(y),
                  size_t(o));
              }
            }
          }
        }
      }
    }
  }
}

double worst(const Tensor& got, const std::vector<double>& expected) {
  return largest_difference(got, make(got.dtype(), Shape{got.sizes()}, expected));
}

// A sum of n products of numbers below 1 grows as sqrt(n), and its roundings with it.
double tolerance(DType dtype, int64_t n) {
  return (dtype == DType::Double ? 1e-14 : 2e-6) * std::sqrt(double(n));
}

}  // namespace

TEST_CASE("convolution: a known value") {
  const Tensor x = make(DType::Float, {1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  const Tensor weight = make(DType::Float, {1, 1, 2, 2}, {1, 10, 100, 1000});
  const Tensor bias = make(DType::Float, {1}, {0.5});
  Tensor out(DType::Float);
  convolution(out, x, {weight, &bias, {{2}, {2}}});
  CHECK(values(out) == std::vector<double>{5421.5, 6532.5, 8754.5, 9865.5});
  CHECK(Shape{out.sizes()} == Shape{1, 2, 2});
}

TEST_CASE("convolution agrees with its definition, forward and backward") {
  for (const DType dtype : {DType::Float, DType::Double}) {
    for (const Case& c : kCases) {
      const Layer l(c, dtype);
      INFO("case " << (&c - kCases) << " in " << name_of(dtype));
      const std::vector<double> x = values(l.x), weight = values(l.weight), bias = values(l.bias),
                                dy = values(l.dy);
      std::vector<double> y(dy.size()), dx(x.size()), dw(weight.size()), db(bias.size());
      for (size_t i = 0; i < y.size(); ++i) {
        const size_t channel = i / size_t(l.dy.size(2) * l.dy.size(3)) % size_t(c.out);
        y[i] = bias[channel];
        db[channel] += dy[i];
      }
      each_product(l, [&](size_t ix, size_t ik, size_t iy, size_t) {
        y[iy] += x[ix] * weight[ik];
        dx[ix] += dy[iy] * weight[ik];
        dw[ik] += dy[iy] * x[ix];
      });

      // How many products each of the three sums up.
      const int64_t of_y = c.in * c.h.kernel * c.w.kernel, of_x = c.out * c.h.kernel * c.w.kernel;
      const int64_t of_w = int64_t(y.size()) / c.out;
      Tensor out(dtype), grad_in(dtype);
      convolution(out, l.x, l.with_bias());
      CHECK(worst(out, y) < tolerance(dtype, of_y));
      convolution_backward_input(grad_in, l.x, l.dy, l.with_bias());
      CHECK(worst(grad_in, dx) < tolerance(dtype, of_x));

      // Gradients are added to what is there, times the scale.
      Tensor grad_weight = clone(l.weight), grad_bias = clone(l.bias);
      convolution_backward_weight(grad_weight, &grad_bias, l.x, l.dy, l.with_bias(), 0.5);
      for (size_t i = 0; i < dw.size(); ++i) dw[i] = weight[i] + dw[i] / 2;
      for (size_t i = 0; i < db.size(); ++i) db[i] = bias[i] + db[i] / 2;
      CHECK(worst(grad_weight, dw) < tolerance(dtype, of_w));
      CHECK(worst(grad_bias, db) < tolerance(dtype, of_w));

      // Without a bias.
      Tensor plain(dtype), plain_weight = clone(l.weight);
      convolution(plain, l.x, {l.weight, nullptr, {l.h, l.w}});
      for (size_t i = 0; i < y.size(); ++i) {
        y[i] -= bias[i / size_t(l.dy.size(2) * l.dy.size(3)) % size_t(c.out)];
      }
      CHECK(worst(plain, y) < tolerance(dtype, of_y));
      convolution_backward_weight(plain_weight, nullptr, l.x, l.dy, {l.weight, nullptr, {l.h, l.w}},
                                  0.5);
      CHECK(worst(plain_weight, dw) < tolerance(dtype, of_w));
    }
  }
}

TEST_CASE("convolution gives the same numbers each time, and about the same for one thread") {
  const Layer l(kCases[2], DType::Float);
  auto run = [&](Tensor& dw) {
    Tensor db(DType::Float, {32});
    dw = Tensor(DType::Float, Shape{l.weight.sizes()});
    fill(dw, 0);
    fill(db, 0);
    convolution_backward_weight(dw, &db, l.x, l.dy, l.with_bias(), 1);
  };
  Tensor first, second, alone;
  run(first);
  run(second);
  CHECK(values(first) == values(second));
  const int threads = num_threads();
  set_num_threads(1);
  run(alone);
  set_num_threads(threads);
  CHECK(largest_difference(first, alone) < 2e-5);
}

TEST_CASE("convolution on several threads of the program at once") {
  const Layer l(kCases[2], DType::Float);
  Tensor expected(DType::Float);
  convolution(expected, l.x, l.with_bias());
  std::vector<std::thread> threads;
  std::vector<Tensor> results(4, Tensor(DType::Float));
  for (Tensor& result : results) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i) convolution(result, l.x, l.with_bias());
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Tensor& result : results) CHECK(largest_difference(result, expected) < 2e-5);
}

TEST_CASE("convolution in steady state asks the system for no memory") {
  if (kSanitized) return;  // every block comes from the system
  for (const int64_t batch : {64, 1}) {
    Case c = kCases[1];
    c.batch = batch;
    const Layer l(c, DType::Float);
    Tensor out(DType::Float), dx(DType::Float), dw = clone(l.weight), db = clone(l.bias);
    auto step = [&] {
      convolution(out, l.x, l.with_bias());
      convolution_backward_input(dx, l.x, l.dy, l.with_bias());
      convolution_backward_weight(dw, &db, l.x, l.dy, l.with_bias(), 1);
    };
    // How many blocks are out at once depends on how the threads meet, so the pool settles after
    // some rounds; a step that always asked would never come to a round without a request.
    int64_t asked = 1;
    for (int round = 0; round < 30 && asked > 0; ++round) {
      const int64_t before = memory::statistics().system_allocations;
      for (int i = 0; i < 10; ++i) step();
      asked = memory::statistics().system_allocations - before;
    }
    CHECK(asked == 0);
  }
}

TEST_CASE("convolution counts what it reorders") {
  Tensor out(DType::Float), dx(DType::Float);
  auto counted = [](auto&& call) {
    const Reorders before = reorders();
    call();
    return reorders() - before;
  };
  const Layer many(kCases[2], DType::Float);
  const Reorders forward = counted([&] { convolution(out, many.x, many.with_bias()); });
  const Reorders input =
      counted([&] { convolution_backward_input(dx, many.x, many.dy, many.with_bias()); });
  Tensor dw = clone(many.weight);
  const Reorders weight = counted(
      [&] { convolution_backward_weight(dw, nullptr, many.x, many.dy, many.with_bias(), 1); });
  // What the kernels want depends on the processor; of what is reordered all is, or its parts.
  auto bytes = [](const Tensor& tensor) { return tensor.numel() * int64_t(sizeof(float)); };
  auto all_or_none = [](const Reorders::Count& count, int64_t expected) {
    CHECK((count.number == 0) == (count.bytes == 0));
    CHECK((count.bytes == 0 || count.bytes == expected));
  };
  all_or_none(forward[Reordered::Input], bytes(many.x));
  all_or_none(forward[Reordered::Result], bytes(many.dy));
  CHECK(forward[Reordered::Gradient].number == 0);
  all_or_none(input[Reordered::Gradient], bytes(many.dy));
  all_or_none(input[Reordered::Result], bytes(many.x));
  all_or_none(weight[Reordered::Input], bytes(many.x));
  all_or_none(weight[Reordered::Gradient], bytes(many.dy));
  all_or_none(weight[Reordered::Result], bytes(many.weight));
  if (__builtin_cpu_supports("avx2")) CHECK(forward[Reordered::Weight].number > 0);

  // Nothing where oneDNN does not run: for a few positions, in double precision.
  const Layer few(kCases[7], DType::Float), exact(kCases[2], DType::Double);
  Tensor out_exact(DType::Double);
  CHECK(counted([&] { convolution(out, few.x, few.with_bias()); }).describe() == "");
  CHECK(counted([&] { convolution(out_exact, exact.x, exact.with_bias()); }).describe() == "");

  // Other threads count for themselves.
  const Reorders others =
      counted([&] { std::thread([&] { convolution(out, many.x, many.with_bias()); }).join(); });
  CHECK(others.describe() == "");
}

TEST_CASE("convolution in a forked child does not wait for the parent's threads") {
  const Layer l(kCases[2], DType::Float);
  Tensor expected(DType::Float);
  convolution(expected, l.x, l.with_bias());  // the pool's threads run now
  const pid_t child = fork();
  if (child == 0) {
    alarm(30);
    Tensor out(DType::Float);
    convolution(out, l.x, l.with_bias());
    _exit(largest_difference(out, expected) < 2e-5 ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("convolution of more sizes than are kept prepared") {
  const Tensor weight = random_tensor(DType::Float, {1, 1, 1, 1}, 1);
  const float factor = weight.data<float>()[0];
  Tensor out(DType::Float);
  bool right = true;
  for (int64_t width = 1; width <= 600; ++width) {
    Tensor x(DType::Float, {1, 1, width});
    fill(x, double(width));
    convolution(out, x, {weight, nullptr, {{1}, {1}}});
    right = right && out.numel() == width && out.data<float>()[width - 1] == factor * float(width);
  }
  CHECK(right);
}

TEST_CASE("convolution takes strided tensors, single images and weights as a matrix") {
  const Layer l(kCases[0], DType::Float);
  Tensor expected(DType::Float);
  convolution(expected, l.x, l.with_bias());

  const Tensor strided = transpose(clone(transpose(l.x, 2, 3)), 2, 3);
  const Tensor matrix = view(l.weight, Shape{l.weight.size(0), -1});
  Tensor wide(DType::Float, {2, 4, 5, 12});
  Tensor out = narrow(wide, 3, 3, 6);
  convolution(out, strided, {matrix, &l.bias, {l.h, l.w}});
  CHECK(values(out) == values(expected));

  Tensor one(DType::Float);
  convolution(one, select(l.x, 0, 1), l.with_bias());
  CHECK(Shape{one.sizes()} == Shape{4, 5, 6});
  CHECK(largest_difference(one, clone(select(expected, 0, 1))) < 2e-5);

  // Gradients that are columns of another tensor.
  Tensor dw = clone(l.weight), db = clone(l.bias);
  convolution_backward_weight(dw, &db, l.x, l.dy, l.with_bias(), 1);
  Tensor weights(DType::Float, {4, 3, 3, 6}), biases(DType::Float, {4, 2});
  Tensor dw2 = narrow(weights, 3, 1, 3), db2 = select(biases, 1, 1);
  copy(dw2, l.weight);
  copy(db2, l.bias);
  convolution_backward_weight(dw2, &db2, strided, l.dy, l.with_bias(), 1);
  CHECK(values(dw2) == values(dw));
  CHECK(values(db2) == values(db));

  // The result takes the place of the input.
  Tensor same = clone(l.x);
  convolution(same, same, l.with_bias());
  CHECK(values(same) == values(expected));
}

TEST_CASE("convolution says what is wrong") {
  const Tensor weight(DType::Float, {4, 16, 3, 3}), bias(DType::Float, {5});
  Tensor out(DType::Float);
  auto error = [&](const Tensor& x, const Convolution& layer) {
    return error_of([&] { convolution(out, x, layer); });
  };
  const Convolution layer{weight, nullptr, {{3}, {3}}};
  CHECK(error(Tensor(DType::Float, {8, 3, 32, 32}), layer) ==
        "input has 3 channels, expected 16 (input 8x3x32x32)");
  CHECK(error(Tensor(DType::Float, {16, 2, 32}), layer) ==
        "the output size would be 0x30: a 3x3 kernel does not fit into 2x32 padded by 0x0");
  CHECK(error(Tensor(DType::Float, {32, 32}), layer) ==
        "input must have 3 to 4 dimensions, got FloatTensor 32x32");
  CHECK(error(Tensor(DType::Double, {16, 32, 32}), layer) == "types Float and Double do not match");
  CHECK(error(Tensor(DType::Float, {16, 32, 32}), {weight, &bias, {{3}, {3}}}) ==
        "bias has 5 elements, expected 4 (weight 4x16x3x3)");
  CHECK(error(Tensor(DType::Float, {16, 32, 32}), {weight, nullptr, {{3}, {2}}}) ==
        "weight 4x16x3x3 does not fit a 3x2 kernel");
  CHECK(error(Tensor(DType::Float, {16, 32, 32}), {weight, nullptr, {{3}, {3, 0}}}) ==
        "the stride must be at least 1x1, got 1x0");

  const Tensor x(DType::Float, {16, 5, 5});
  Tensor dx(DType::Float);
  CHECK(error_of([&] {
          convolution_backward_input(dx, x, Tensor(DType::Float, {4, 3, 2}), layer);
        }) == "gradOutput is 4x3x2, expected 4x3x3 (input 16x5x5)");
  Tensor dw(DType::Float, {4, 16, 3, 2});
  CHECK(error_of([&] {
          convolution_backward_weight(dw, nullptr, x, Tensor(DType::Float, {4, 3, 3}), layer, 1);
        }) == "gradWeight 4x16x3x2 has 384 elements, expected 576");
}
