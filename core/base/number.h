// SPDX-License-Identifier: BSD-3-Clause
// From floating point numbers to integers, whatever the number is.
#pragma once

#include <cstdint>
#include <type_traits>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef __CUDACC__
#define TOCHA_HD __host__ __device__
#else
#define TOCHA_HD
#endif

namespace tocha {

/// A float or double cut towards 0. What no int64_t can hold, NaN included, becomes the smallest:
/// so the instruction of x86-64 has it, and Torch7 with it. A cast in C++ leaves it undefined.
template <class From>
TOCHA_HD inline int64_t to_int64(From value) {
#if defined(__SSE2__) && !defined(__CUDA_ARCH__)
  if constexpr (std::is_same_v<From, float>) return _mm_cvttss_si64(_mm_set_ss(value));
  return _mm_cvttsd_si64(_mm_set_sd(double(value)));
#else
  return value >= From(-0x1p63) && value < From(0x1p63) ? int64_t(value) : INT64_MIN;
#endif
}

}  // namespace tocha
