// SPDX-License-Identifier: BSD-3-Clause
// OpenBLAS, for double precision and LAPACK, loaded when first needed: loading takes 5 ms, which a
// script without doubles need not pay.
//
// Debian's OpenBLAS falls back to its slowest kernels on CPUs newer than itself (measured: five
// times slower), so its core type is chosen from CPUID.
#pragma once

#include <cstdint>

namespace tocha::cpu {

/// The address of a function of OpenBLAS ("cblas_dgemm", "dpotrf_"). Environment error when the
/// library or the function is not there, or there is no memory to load it.
void* blas_symbol(const char* name);

/// The same with a type: `blas_function<void(int*, ...)>("dgesv_")`.
template <class Function>
Function* blas_function(const char* name) {
  return reinterpret_cast<Function*>(blas_symbol(name));
}

/// To be held during a call of OpenBLAS. Each call in progress has 128 megabytes of address space,
/// which later calls use again. OpenBLAS would ask for them without end where they cannot be had:
/// then the constructor throws an environment error.
class BlasCall {
 public:
  BlasCall();
  BlasCall(const BlasCall&) = delete;
  ~BlasCall();
};

}  // namespace tocha::cpu
