// SPDX-License-Identifier: BSD-3-Clause
// How LAPACK's Fortran routines are called: scalars by address, `info` last, and after it the
// lengths of the character arguments, which gfortran's code may rely on.
#pragma once

#include <cmath>
#include <string>
#include <utility>

#include "core/base/parallel.h"
#include "core/cpu/kernels.h"
#include "core/cpu/openblas.h"
#include "core/ops/lapack.h"

namespace tocha::cpu {

/// LAPACK counts in int.
inline int lapack_size(int64_t size) {
  if (size != int(size)) fail("a size of ", size, " is beyond LAPACK");
  return int(size);
}

template <class A>
using Passed = std::conditional_t<std::is_pointer_v<A>, A, const A*>;

template <class... Args, size_t... I>
int call_lapack(const std::string& name, std::index_sequence<I...>, const Args&... args) {
  auto* function = blas_function<void(Passed<Args>..., int*, decltype(I)...)>((name + "_").c_str());
  auto pass = [](const auto& arg) {
    if constexpr (std::is_pointer_v<std::decay_t<decltype(arg)>>)
      return arg;
    else
      return &arg;
  };
  const BlasCall call;
  int info = 0;
  function(pass(args)..., &info, (void(I), size_t(1))...);
  if (info < 0) fail_bug("LAPACK's ", name, " refuses argument ", -info);
  return info;
}

/// `lapack<T>("potrf", 'U', n, a, n)` calls spotrf_ or dpotrf_; returns `info`. Pointers, int, char
/// and T are passed on.
template <class T, class... Args>
int lapack(const char* routine, const Args&... args) {
  constexpr size_t kCharacters = (size_t(std::is_same_v<Args, char>) + ... + 0);
  return call_lapack(std::string(sizeof(T) == 4 ? "s" : "d") + routine,
                     std::make_index_sequence<kCharacters>{}, args...);
}

/// While it lives, one thread does the work of matrices that are small. LAPACK's own routines call
/// the BLAS for one column after the other; below this size waiting for the other threads takes
/// longer than they save, and where the cores are busy with something else a hundred times as long.
class ThreadsFor {
 public:
  explicit ThreadsFor(int64_t smaller_side) : before_(chosen_threads()) {
    if (smaller_side <= 1024 && before_ > 1) set_num_threads(1);
  }
  ThreadsFor(const ThreadsFor&) = delete;
  ~ThreadsFor() {
    if (chosen_threads() != before_) set_num_threads(before_);
  }

 private:
  const int before_;
};

/// `lapack` for routines that want scratch memory: the last arguments are it and its size.
/// `smaller_side` is the matrix's.
template <class T, class... Args>
int lapack_with_work(const char* routine, int64_t smaller_side, const Args&... args) {
  const ThreadsFor threads(smaller_side);
  T best = 0;  // the size that the routine would like
  lapack<T>(routine, args..., &best, -1);
  const int size = lapack_size(int64_t(std::ceil(double(std::nextafter(best, T(INFINITY))))));
  Tensor work(kDType<T>, Shape{size});
  return lapack<T>(routine, args..., work.data<T>(), size);
}

int64_t gesv(Tensor& b, Tensor& a);
int64_t trtrs(Tensor& b, const Tensor& a, const Triangular& form);
int64_t gels(Tensor& b, Tensor& a);
int64_t inverse(Tensor& a);
int64_t potrf(Tensor& a, bool upper);
int64_t potrs(Tensor& b, const Tensor& factor, bool upper);
int64_t potri(Tensor& factor, bool upper);
int64_t pstrf(Tensor& a, Tensor& pivots, int64_t& rank, bool upper, double tolerance);
int64_t symeig(Tensor& values, Tensor& a, bool vectors, bool upper);
int64_t eig(Tensor& values, Tensor* vectors, Tensor& a);
int64_t svd(Tensor& u, Tensor& s, Tensor& vt, Tensor& a);
void geqrf(Tensor& a, Tensor& tau);
void orgqr(Tensor& q, const Tensor& tau);
void ormqr(Tensor& c, const Tensor& reflectors, const Tensor& tau, bool left, bool transposed);

}  // namespace tocha::cpu
