// SPDX-License-Identifier: BSD-3-Clause
// Element types, and the two 16-bit floating point formats that C++20 lacks.
//
// Half and BFloat16 are formats to store: arithmetic on them is done in `Compute<T>` (float) and
// rounded back once. The conversions are plain integer code so that the same header serves
// every compiler, nvcc included.
#pragma once

#include <bit>
#include <cmath>
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

/// `value` as a float that rounds to a half as `value` itself does. Rounding twice to nearest would
/// not: 1 + 2^-8 + 2^-40 becomes a tie on the way. So what a float cannot hold is cut to one with
/// an odd last bit, which is never a tie (Boldo and Melquiond, "When double rounding is odd").
template <class From>
TOCHA_HD inline float float_for_half(From value) {
  if constexpr (std::is_same_v<From, int64_t>) {
    constexpr int64_t kBeyondDouble = (int64_t{1} << 11) - 1;
    if (value >> 53 != 0 && value >> 53 != -1 && (value & kBeyondDouble) != 0) {
      value = (value & ~kBeyondDouble) | (kBeyondDouble + 1);
    }
    return float_for_half(double(value));
  } else if constexpr (std::is_same_v<From, int32_t>) {
    return float_for_half(double(value));
  } else if constexpr (std::is_same_v<From, double>) {
    const float nearest = float(value);
    uint32_t bits = std::bit_cast<uint32_t>(nearest);
    if (double(nearest) != value) {
      if (std::fabs(double(nearest)) > std::fabs(value)) --bits;
      bits |= 1;
    }
    return std::bit_cast<float>(bits);
  } else {
    return float(value);
  }
}

/// The integer that `value` has without its fraction; the lowest of 64 bits where there is none
/// (NaN) or it needs more, which a C cast leaves open.
template <class From>
TOCHA_HD constexpr int64_t whole_part(From value) {
  return value >= From(-0x1p63) && value < From(0x1p63) ? int64_t(value) : INT64_MIN;
}

/// Converts between element types as a C cast does; to halves, to the nearest (ties to even).
template <class To, class From>
TOCHA_HD inline To convert(From value) {
  if constexpr (std::is_same_v<To, From>)
    return value;
  else if constexpr (kIsHalf<From>)
    return convert<To>(float(value));
  else if constexpr (kIsHalf<To>)
    return To(float_for_half(value));
  // Small integers wrap, which is what Torch7 shows on x86-64.
  else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>)
    return To(whole_part(value));
  else
    return To(value);
}

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

template <class T>
constexpr DType dtype_of() {
  if constexpr (std::is_same_v<T, uint8_t>) return DType::Byte;
  if constexpr (std::is_same_v<T, int8_t>) return DType::Char;
  if constexpr (std::is_same_v<T, int16_t>) return DType::Short;
  if constexpr (std::is_same_v<T, int32_t>) return DType::Int;
  if constexpr (std::is_same_v<T, int64_t>) return DType::Long;
  if constexpr (std::is_same_v<T, Half>) return DType::Half;
  if constexpr (std::is_same_v<T, BFloat16>) return DType::BFloat16;
  if constexpr (std::is_same_v<T, float>) return DType::Float;
  if constexpr (std::is_same_v<T, double>) return DType::Double;
}
template <class T>
inline constexpr DType kDType = dtype_of<T>();

// Sets of element types: what `visit` accepts, and what a device compiles a family for. `Any` is
// one of them.
struct AllTypes {
  using Any = float;
  static constexpr const char* kNames = "any type";
  template <class T>
  static constexpr bool kHas = true;
};
struct FloatingTypes {
  using Any = float;
  static constexpr const char* kNames = "a floating type";
  template <class T>
  static constexpr bool kHas = kIsFloating<T>;
};
struct RealTypes {
  using Any = float;
  static constexpr const char* kNames = "Float or Double";
  template <class T>
  static constexpr bool kHas = std::is_floating_point_v<T>;
};
struct IntegerTypes {
  using Any = uint8_t;
  static constexpr const char* kNames = "an integer type";
  template <class T>
  static constexpr bool kHas = !kIsFloating<T>;
};

namespace detail {
template <class Types, class T, class Body>
std::invoke_result_t<Body&, typename Types::Any> visit_as(Body& body) {
  if constexpr (Types::template kHas<T>)
    return body(T{});
  else
    fail(kDType<T>, " elements are not supported here: ", Types::kNames, " is needed");
}
}  // namespace detail

/// Calls `body` with a value-initialised element of the type that `dtype` names; a body is
/// written `[&](auto zero) { using T = decltype(zero); ... }`. It is compiled for the types of the
/// set; others are the caller's error.
template <class Types = AllTypes, class Body>
decltype(auto) visit(DType dtype, Body&& body) {
  switch (dtype) {
    case DType::Byte:
      return detail::visit_as<Types, uint8_t>(body);
    case DType::Char:
      return detail::visit_as<Types, int8_t>(body);
    case DType::Short:
      return detail::visit_as<Types, int16_t>(body);
    case DType::Int:
      return detail::visit_as<Types, int32_t>(body);
    case DType::Long:
      return detail::visit_as<Types, int64_t>(body);
    case DType::Half:
      return detail::visit_as<Types, Half>(body);
    case DType::BFloat16:
      return detail::visit_as<Types, BFloat16>(body);
    case DType::Float:
      return detail::visit_as<Types, float>(body);
    case DType::Double:
      return detail::visit_as<Types, double>(body);
  }
  fail_bug("dtype ", int(dtype));
}

/// visit<RealTypes>: float and double.
template <class Body>
decltype(auto) visit_real(DType dtype, Body&& body) {
  return visit<RealTypes>(dtype, body);
}

}  // namespace tocha
