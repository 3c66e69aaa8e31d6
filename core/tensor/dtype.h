// SPDX-License-Identifier: BSD-3-Clause
// Element types, and the two 16-bit floating point formats that C++20 lacks.
//
// Half and BFloat16 are formats to store: arithmetic on them is done in `Compute<T>` (float) and
// rounded back once. The conversions are plain integer code so that the same header serves
// every compiler, nvcc included.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <type_traits>

#include "core/base/error.h"

#ifdef __CUDACC__
#define TOCHA_HD __host__ __device__
#else
#define TOCHA_HD
#endif

namespace tocha {

/// The order is part of the C interface (tocha.h) and of the FFI layout in lua/torch.
enum class DType : uint8_t { Byte, Char, Short, Int, Long, Half, BFloat16, Float, Double };
inline constexpr int kDTypes = 9;

struct Half {
  uint16_t bits = 0;
  Half() = default;
  TOCHA_HD explicit Half(float value) : bits(from_float(value)) {}
  TOCHA_HD explicit operator float() const { return to_float(bits); }

  TOCHA_HD static uint16_t from_float(float value);
  TOCHA_HD static float to_float(uint16_t bits);
};

struct BFloat16 {
  uint16_t bits = 0;
  BFloat16() = default;
  TOCHA_HD explicit BFloat16(float value) {
    const uint32_t u = std::bit_cast<uint32_t>(value);
    bits = value != value ? 0x7FC0 : uint16_t((u + 0x7FFF + ((u >> 16) & 1)) >> 16);
  }
  TOCHA_HD explicit operator float() const { return std::bit_cast<float>(uint32_t(bits) << 16); }
};

// Round to nearest even. Adding a magic constant lets the float adder do the rounding of
// subnormal halves (Fabian Giesen, "float->half variants").
TOCHA_HD inline uint16_t Half::from_float(float value) {
  uint32_t u = std::bit_cast<uint32_t>(value);
  const uint32_t sign = u & 0x80000000u;
  u ^= sign;
  uint32_t half;
  if (u >= 0x47800000u) {  // 65536 and above, infinities, NaN
    half = u > 0x7F800000u ? 0x7E00 : 0x7C00;
  } else if (u < 0x38800000u) {  // becomes a subnormal half
    half = std::bit_cast<uint32_t>(std::bit_cast<float>(u) + 0.5f) - 0x3F000000u;
  } else {
    half = (u + 0xC8000FFFu + ((u >> 13) & 1)) >> 13;
  }
  return uint16_t(half | (sign >> 16));
}

TOCHA_HD inline float Half::to_float(uint16_t bits) {
  const uint32_t magnitude = uint32_t(bits & 0x7FFF) << 13;
  uint32_t u;
  if ((bits & 0x7C00) == 0x7C00) {
    u = magnitude + (uint32_t(255 - 31) << 23);
  } else if ((bits & 0x7C00) == 0) {  // subnormal: renormalised by the float subtraction
    u = std::bit_cast<uint32_t>(std::bit_cast<float>(magnitude + (113u << 23)) -
                                std::bit_cast<float>(113u << 23));
  } else {
    u = magnitude + (uint32_t(127 - 15) << 23);
  }
  return std::bit_cast<float>(u | (uint32_t(bits & 0x8000) << 16));
}

template <class T>
inline constexpr bool kIsHalf = std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>;
template <class T>
inline constexpr bool kIsFloating = std::is_floating_point_v<T> || kIsHalf<T>;

/// The type in which arithmetic on T happens.
template <class T>
using Compute = std::conditional_t<kIsHalf<T>, float, T>;

/// Converts between element types as a C cast does; halves go through float.
template <class To, class From>
TOCHA_HD inline To convert(From value) {
  if constexpr (std::is_same_v<To, From>)
    return value;
  else if constexpr (kIsHalf<From>)
    return convert<To>(float(value));
  else if constexpr (kIsHalf<To>)
    return To(float(value));
  // Out of range double -> small integer is undefined in C++; going through int64 wraps, which is
  // what Torch7 shows on x86-64.
  else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To> && sizeof(To) < 8)
    return To(int64_t(value));
  else
    return To(value);
}

template <class T>
struct DTypeOf;
template <>
struct DTypeOf<uint8_t> {
  static constexpr DType value = DType::Byte;
};
template <>
struct DTypeOf<int8_t> {
  static constexpr DType value = DType::Char;
};
template <>
struct DTypeOf<int16_t> {
  static constexpr DType value = DType::Short;
};
template <>
struct DTypeOf<int32_t> {
  static constexpr DType value = DType::Int;
};
template <>
struct DTypeOf<int64_t> {
  static constexpr DType value = DType::Long;
};
template <>
struct DTypeOf<Half> {
  static constexpr DType value = DType::Half;
};
template <>
struct DTypeOf<BFloat16> {
  static constexpr DType value = DType::BFloat16;
};
template <>
struct DTypeOf<float> {
  static constexpr DType value = DType::Float;
};
template <>
struct DTypeOf<double> {
  static constexpr DType value = DType::Double;
};
template <class T>
inline constexpr DType kDType = DTypeOf<T>::value;

/// Calls `body` with a value-initialised element of the type that `dtype` names; a body is
/// written `[&](auto zero) { using T = decltype(zero); ... }`.
template <class Body>
decltype(auto) visit(DType dtype, Body&& body) {
  switch (dtype) {
    case DType::Byte:
      return body(uint8_t{});
    case DType::Char:
      return body(int8_t{});
    case DType::Short:
      return body(int16_t{});
    case DType::Int:
      return body(int32_t{});
    case DType::Long:
      return body(int64_t{});
    case DType::Half:
      return body(Half{});
    case DType::BFloat16:
      return body(BFloat16{});
    case DType::Float:
      return body(float{});
    case DType::Double:
      return body(double{});
  }
  fail_bug("dtype ", int(dtype));
}

/// The same for float and double only; others raise the caller's error.
template <class Body>
decltype(auto) visit_real(DType dtype, Body&& body);

inline constexpr int kElementSize[kDTypes] = {1, 1, 2, 4, 8, 2, 2, 4, 8};
inline int element_size(DType dtype) { return kElementSize[int(dtype)]; }
inline bool is_floating(DType dtype) { return dtype >= DType::Half; }

/// "Byte", "Float", ... as in the Lua type names.
inline const char* name_of(DType dtype) {
  constexpr const char* kNames[kDTypes] = {"Byte", "Char",     "Short", "Int",   "Long",
                                           "Half", "BFloat16", "Float", "Double"};
  return kNames[int(dtype)];
}
inline void append(std::string& to, DType dtype) { to += name_of(dtype); }

template <class Body>
decltype(auto) visit_real(DType dtype, Body&& body) {
  if (dtype == DType::Float) return body(float{});
  if (dtype == DType::Double) return body(double{});
  fail(dtype, " elements are not supported here: Float or Double is needed");
}

}  // namespace tocha
