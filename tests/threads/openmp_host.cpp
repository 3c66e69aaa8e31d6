// SPDX-License-Identifier: BSD-3-Clause
// A host that uses OpenMP for itself, beside and around the engine: each keeps its own threads.
#include <dirent.h>
#include <omp.h>

#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "core/nn/convolution.h"
#include "core/ops/copy.h"
#include "core/ops/linalg.h"
#include "tests/support/finite_difference.h"

namespace {

void check(bool right, const char* what) {
  if (right) return;
  std::fprintf(stderr, "wrong: %s\n", what);
  std::exit(1);
}

// Kinds of loops and regions that only a whole OpenMP has.
bool host_loops() {
  long sum = 0, ordered = 0, tasks = 0;
  int members = 0;
#pragma omp parallel for schedule(dynamic, 3) reduction(+ : sum)
  for (long i = 0; i < 1000; ++i) sum += i;
#pragma omp parallel for ordered schedule(guided)
  for (long i = 0; i < 100; ++i) {
#pragma omp ordered
    ordered = ordered * 3 % 1000003 + i;
  }
  long expected = 0;
  for (long i = 0; i < 100; ++i) expected = expected * 3 % 1000003 + i;
#pragma omp parallel
  {
#pragma omp atomic
    ++members;
#pragma omp barrier
#pragma omp single
    for (int i = 0; i < 10; ++i) {
#pragma omp task shared(tasks)
      {
#pragma omp atomic
        tasks += 2;
      }
    }
  }
  return sum == 499500 && ordered == expected && tasks == 20 && members == 3;
}

}  // namespace

int main() {
  using namespace tocha;
  using namespace tocha::testing;
  omp_set_num_threads(3);
  check(host_loops(), "the host's loops before the engine's");

  const Tensor x = random_tensor(DType::Float, {2, 64, 40, 40}, 1);
  const Tensor weight = random_tensor(DType::Float, {64, 64, 3, 3}, 2);
  const Tensor a = random_tensor(DType::Double, {300, 300}, 3);
  const Tensor f = random_tensor(DType::Float, {300, 300}, 4);
  auto work = [&](Tensor& out, Tensor& product, Tensor& floats) {
    convolution(out, x, {weight, nullptr, {{3, 1, 1}, {3, 1, 1}}});
    addmm(product, 0, product, 1, a, a);
    addmm(floats, 0, floats, 1, f, f);
  };
  auto result = [](DType type, Shape sizes) {
    Tensor made(type, sizes);
    fill(made, 0);
    return made;
  };
  Tensor out(DType::Float), product = result(DType::Double, {300, 300}),
                            floats = result(DType::Float, {300, 300});
  work(out, product, floats);
  check(omp_get_max_threads() == 3, "the host's number of threads");
  check(host_loops(), "the host's loops after the engine's");

  // From inside of a region of the host, and from threads of its own.
  int wrong = 0;
  auto again = [&] {
    Tensor o(DType::Float), p = result(DType::Double, {300, 300}),
                            q = result(DType::Float, {300, 300});
    work(o, p, q);
    return largest_difference(o, out) > 1e-5 || largest_difference(p, product) > 1e-9 ||
           largest_difference(q, floats) > 1e-4;
  };
#pragma omp parallel reduction(+ : wrong)
  for (int i = 0; i < 10; ++i) wrong += again();
  check(wrong == 0, "the engine inside of the host's region");
  std::vector<std::thread> threads;
  std::vector<int> bad(4, 0);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) bad[t] += again();
    });
  }
  check(host_loops(), "the host's loops beside the engine's");
  for (std::thread& thread : threads) thread.join();
  for (int count : bad) check(count == 0, "the engine on the host's threads");
  std::puts("right");
}
