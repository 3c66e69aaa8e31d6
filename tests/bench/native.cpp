// SPDX-License-Identifier: BSD-3-Clause
// The peers that are no PyTorch: the libraries' matrix products called directly, and a plain triad,
// which shows what this machine's memory gives. Reads "ROW threads" lines, answers seconds for one
// piece of work. Rows:
//
//   triad/N/ARRAYS                          the time in which a[i] = b[i] + s c[i] over N floats
//                                           moves as many bytes as ARRAYS arrays of N floats have
//   LIBRARY:product/TYPE/FORM/BATCH/M/N/K   C = A B + C / 2 for each of a batch;
//                                           oneDNN, OpenBLAS or, for single ones, engine: ours
#include <dlfcn.h>
#include <dnnl.h>
#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

#include "core/ops/copy.h"
#include "core/ops/linalg.h"

namespace {

double now() {
  using Clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

// Seconds for one call: the best of many parts of about `at_least` seconds in all.
double best_time(const std::function<void()>& body, double at_least = 0.2) {
  body();
  double start = now();
  body();
  const int calls = std::max(1, int(at_least / 20 / std::max(now() - start, 1e-7)));
  double best = 1e9, stop = 0;
  const double end = now() + at_least;
  do {
    start = now();
    for (int i = 0; i < calls; ++i) body();
    stop = now();
    best = std::min(best, (stop - start) / calls);
  } while (stop < end);
  return best;
}

double triad(long n, int arrays) {
  std::vector<float> a(n, 1.0f), b(n, 2.0f), c(n, 3.0f);
  float *pa = a.data(), *pb = b.data(), *pc = c.data();
  return arrays / 3.0 * best_time([=] {
#pragma omp parallel for simd schedule(static)
           for (long i = 0; i < n; ++i) pa[i] = pb[i] + 1.5f * pc[i];
         });
}

using Cblas = void(int order, int ta, int tb, int m, int n, int k, double, const double*, int,
                   const double*, int, double, double*, int);
using CblasFloat = void(int order, int ta, int tb, int m, int n, int k, float, const float*, int,
                        const float*, int, float, float*, int);

void* openblas(const char* name) {
  static void* library = [] {
#if defined(__x86_64__)
    if (!std::getenv("OPENBLAS_CORETYPE")) {
      const char* type = __builtin_cpu_supports("avx512vl") ? "SkylakeX"
                         : __builtin_cpu_supports("avx2")   ? "Haswell"
                                                            : nullptr;
      if (type) setenv("OPENBLAS_CORETYPE", type, 1);
    }
#endif
    for (const char* name : {TOCHA_OPENBLAS_OPENMP, "libopenblaso.so.0", "libopenblas.so.0"}) {
      if (void* opened = dlopen(name, RTLD_NOW | RTLD_LOCAL)) return opened;
    }
    return static_cast<void*>(nullptr);
  }();
  return library ? dlsym(library, name) : nullptr;
}

template <class T>
double product(bool use_onednn, bool ta, bool tb, int batch, int m, int n, int k) {
  std::vector<T> a(size_t(batch) * m * k, T(0.5)), b(size_t(batch) * k * n, T(0.25));
  std::vector<T> c(size_t(batch) * m * n, T(1));
  const int lda = ta ? m : k, ldb = tb ? k : n;
  std::function<void(int)> one;
  if (use_onednn) {
    if constexpr (sizeof(T) == 8) {
      return 1e9;  // oneDNN has no doubles
    } else {
      one = [&](int i) {
        dnnl_sgemm(ta ? 'T' : 'N', tb ? 'T' : 'N', m, n, k, 1, &a[size_t(i) * m * k], lda,
                   &b[size_t(i) * k * n], ldb, 0.5f, &c[size_t(i) * m * n], n);
      };
    }
  } else {
    using Function = std::conditional_t<sizeof(T) == 8, Cblas, CblasFloat>;
    auto* gemm =
        reinterpret_cast<Function*>(openblas(sizeof(T) == 8 ? "cblas_dgemm" : "cblas_sgemm"));
    if (!gemm) return 1e9;
    one = [=, &a, &b, &c](int i) {
      gemm(101, ta ? 112 : 111, tb ? 112 : 111, m, n, k, 1, &a[size_t(i) * m * k], lda,
           &b[size_t(i) * k * n], ldb, T(0.5), &c[size_t(i) * m * n], n);
    };
  }
  return best_time([&] {
    // As a careful user would: small products side by side, large ones with all threads.
    if (batch > 1 && double(m) * n * k < 1e6) {
#pragma omp parallel for schedule(static)
      for (int i = 0; i < batch; ++i) one(i);
    } else {
      for (int i = 0; i < batch; ++i) one(i);
    }
  });
}

double engine_product(tocha::DType dtype, int m, int n, int k) {
  tocha::Tensor a(dtype, tocha::Shape{m, k}), b(dtype, tocha::Shape{k, n});
  tocha::Tensor c(dtype, tocha::Shape{m, n});
  tocha::fill(a, 0.5);
  tocha::fill(b, 0.25);
  tocha::fill(c, 1);
  return best_time([&] { tocha::addmm(c, 0.5, c, 1, a, b); });
}

}  // namespace

int main() {
  char row[128];
  int threads;
  while (std::scanf("%127s %d", row, &threads) == 2) {
    omp_set_num_threads(threads);
    long count = 0;
    int arrays = 0, batch, m, n, k;
    char type[16], ta, tb, library[16];
    double seconds = 0;
    if (std::sscanf(row, "triad/%ld/%d", &count, &arrays) == 2) {
      seconds = triad(count, arrays);
    } else if (std::sscanf(row, "%15[a-zA-Z]:product/%15[a-z]/%c%c/%d/%d/%d/%d", library, type, &ta,
                           &tb, &batch, &m, &n, &k) == 8) {
      const bool floats = std::strcmp(type, "float") == 0;
      const auto run = floats ? product<float> : product<double>;
      seconds =
          std::strcmp(library, "engine") == 0
              ? engine_product(floats ? tocha::DType::Float : tocha::DType::Double, m, n, k)
              : run(std::strcmp(library, "oneDNN") == 0, ta == 't', tb == 't', batch, m, n, k);
    } else {
      std::printf("unknown row %s\n", row);
      return 1;
    }
    std::printf("%.9g\n", seconds);
    std::fflush(stdout);
  }
}
