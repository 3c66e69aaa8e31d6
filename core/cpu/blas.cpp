// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/blas.h"

#include <dlfcn.h>
#include <dnnl.h>

#include <cstdlib>
#include <string>

#include "core/base/error.h"

namespace tocha::cpu {
namespace {

const char* core_type() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return nullptr;
}

void* open_library() {
  const char* variable = "OPENBLAS_CORETYPE";
  const bool set = !std::getenv(variable) && core_type();
  if (set) setenv(variable, core_type(), 1);
  // The build on OpenMP shares our threads; others would start a second pool.
  void* library = nullptr;
  for (const char* name :
       {"/usr/lib/x86_64-linux-gnu/openblas-openmp/libopenblas.so.0",
        "/usr/lib/aarch64-linux-gnu/openblas-openmp/libopenblas.so.0", "libopenblas.so.0"}) {
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library) break;
  }
  if (set) unsetenv(variable);
  return library;
}

}  // namespace

void* blas_symbol(const char* name) {
  // dlerror tells its text once, but every call needs it.
  static std::string why;
  static void* library = [] {
    void* opened = open_library();
    const char* text = opened ? nullptr : dlerror();
    if (text) why = text;
    return opened;
  }();
  if (!library) {
    fail_environment("OpenBLAS cannot be loaded (Debian: libopenblas0-openmp): ", why);
  }
  void* symbol = dlsym(library, name);
  if (!symbol) fail_environment("OpenBLAS has no function ", name);
  return symbol;
}

void gemm(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const float* a,
          int64_t lda, const float* b, int64_t ldb, double beta, float* c, int64_t ldc) {
  const dnnl_status_t status = dnnl_sgemm(ta ? 'T' : 'N', tb ? 'T' : 'N', m, n, k, float(alpha), a,
                                          lda, b, ldb, float(beta), c, ldc);
  if (status != dnnl_success)
    fail_environment("oneDNN's matrix product failed: status ", int(status));
}

void gemm(bool ta, bool tb, int64_t m, int64_t n, int64_t k, double alpha, const double* a,
          int64_t lda, const double* b, int64_t ldb, double beta, double* c, int64_t ldc) {
  using Function = void(int order, int ta, int tb, int m, int n, int k, double, const double*, int,
                        const double*, int, double, double*, int);
  static Function* function = blas_function<Function>("cblas_dgemm");
  constexpr int kRowMajor = 101, kPlain = 111, kTransposed = 112;
  for (int64_t size : {m, n, k, lda, ldb, ldc}) {
    if (size != int(size)) fail("a size of ", size, " is beyond OpenBLAS");
  }
  function(kRowMajor, ta ? kTransposed : kPlain, tb ? kTransposed : kPlain, int(m), int(n), int(k),
           alpha, a, int(lda), b, int(ldb), beta, c, int(ldc));
}

}  // namespace tocha::cpu
