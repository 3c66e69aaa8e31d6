// SPDX-License-Identifier: BSD-3-Clause
// oneDNN's float matrix product called directly: the peer of the gemm rows. Reads "gemm/N threads"
// lines, answers seconds for one product.
#include <dnnl.h>
#include <omp.h>

#include <chrono>
#include <cstdio>
#include <vector>

int main() {
  char row[64];
  int threads;
  while (std::scanf("%63s %d", row, &threads) == 2) {
    int n = 0;
    if (std::sscanf(row, "gemm/%d", &n) != 1) {
      std::printf("unknown row %s\n", row);
      return 1;
    }
    omp_set_num_threads(threads);
    std::vector<float> a(size_t(n) * n, 1.0f), b(a), c(a);
    auto product = [&] {
      dnnl_sgemm('N', 'N', n, n, n, 1.0f, a.data(), n, b.data(), n, 0.0f, c.data(), n);
    };
    using Clock = std::chrono::steady_clock;
    product();
    product();
    const auto start = Clock::now();
    int calls = 0;
    double seconds = 0;
    for (; seconds < 0.3; ++calls) {
      product();
      seconds = std::chrono::duration<double>(Clock::now() - start).count();
    }
    std::printf("%.9f\n", seconds / calls);
    std::fflush(stdout);
  }
}
