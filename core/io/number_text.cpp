// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/number_text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <system_error>
#include <type_traits>

namespace tocha {

namespace {

size_t parse_real(std::string_view text, double* value) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), *value);
  const auto used = static_cast<size_t>(result.ptr - text.data());
  // Out of range: scanf gives the infinity or zero that is nearest.
  if (result.ec == std::errc::result_out_of_range) {
    *value = std::strtod(std::string(text.substr(0, used)).c_str(), nullptr);
  }
  return result.ec == std::errc::invalid_argument ? 0 : used;
}

size_t parse_real(std::string_view text, float* value) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), *value);
  const auto used = static_cast<size_t>(result.ptr - text.data());
  if (result.ec == std::errc::result_out_of_range) {
    *value = std::strtof(std::string(text.substr(0, used)).c_str(), nullptr);
  }
  return result.ec == std::errc::invalid_argument ? 0 : used;
}

template <class T>
requires kIsHalf<T> size_t parse_real(std::string_view text, T* value) {
  float wide = 0;
  const size_t used = parse_real(text, &wide);
  *value = T(wide);
  return used;
}

// Infinity and NaN as Microsoft's C library wrote them until 2015: "-1.#INF", "1.#QNAN", "-1.#IND".
template <class T>
size_t parse_microsoft(std::string_view text, T* value) {
  const bool negative = text.starts_with('-');
  size_t used = negative ? 1 : 0;
  if (!text.substr(used).starts_with("1.#")) return 0;
  used += 3;
  for (const std::string_view word : {"INF", "IND", "QNAN", "SNAN"}) {
    if (!text.substr(used).starts_with(word)) continue;
    const float infinity = negative ? -HUGE_VALF : HUGE_VALF;
    *value = convert<T>(word == "INF" ? infinity : std::nanf(""));
    used += word.size();
    while (used < text.size() && text[used] == '0') ++used;  // digits asked for
    return used;
  }
  return 0;
}

}  // namespace

template <class T>
size_t parse_number(std::string_view text, T* value) {
  // scanf takes a plus sign, from_chars does not.
  const size_t sign = text.size() > 1 && text[0] == '+' && text[1] != '-' ? 1 : 0;
  text.remove_prefix(sign);
  size_t used = 0;
  if constexpr (std::is_integral_v<T>) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), *value);
    if (result.ec == std::errc()) used = static_cast<size_t>(result.ptr - text.data());
  } else {
    used = parse_microsoft(text, value);
    if (used == 0) used = parse_real(text, value);
  }
  return used == 0 ? 0 : used + sign;
}

template <class T>
void append_number(std::string& to, T value) {
  char text[40];
  std::to_chars_result result;
  if constexpr (std::is_integral_v<T>) {
    result = std::to_chars(text, text + sizeof text, value);
  } else if constexpr (std::is_same_v<T, double>) {
    result = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 17);
  } else {
    result = std::to_chars(text, text + sizeof text, convert<float>(value),
                           std::chars_format::general, 9);
  }
  to.append(text, result.ptr);
}

std::string printable(std::string_view text) {
  std::string shown(text);
  for (char& c : shown) {
    if (c < ' ' || c > '~') c = '?';
  }
  return shown;
}

#define TOCHA_NUMBER_TEXT(T)                               \
  template size_t parse_number(std::string_view text, T*); \
  template void append_number(std::string& to, T);
TOCHA_NUMBER_TEXT(uint8_t)
TOCHA_NUMBER_TEXT(int8_t)
TOCHA_NUMBER_TEXT(int16_t)
TOCHA_NUMBER_TEXT(int32_t)
TOCHA_NUMBER_TEXT(int64_t)
TOCHA_NUMBER_TEXT(Half)
TOCHA_NUMBER_TEXT(BFloat16)
TOCHA_NUMBER_TEXT(float)
TOCHA_NUMBER_TEXT(double)
#undef TOCHA_NUMBER_TEXT

}  // namespace tocha
