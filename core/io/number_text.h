// SPDX-License-Identifier: BSD-3-Clause
// Numbers as text in ascii files: what C's printf and scanf do with %d, %.9g and %.17g, in the C
// locale whatever the program's locale is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/tensor/dtype.h"

namespace tocha {

inline bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Whether a number can contain the character, or be followed by it where it is misspelt.
inline bool in_number(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
         c == '-' || c == '.' || c == '#';
}

/// Reads the number that `text` starts with; returns how many characters it has, 0 where there is
/// none or it is out of T's range.
template <class T>
size_t parse_number(std::string_view text, T* value);

template <class T>
void append_number(std::string& to, T value);

/// The text with what is not printable ascii as "?".
std::string printable(std::string_view text);

}  // namespace tocha
