// SPDX-License-Identifier: BSD-3-Clause
// The one way to report an error inside the engine.
//
// An engine function throws `Error` with the second half of the message ("sizes 3x4 and 5 do not
// match"); the border that the call came through (the Lua binding, tocha.h, the module engine)
// puts the function's name, as the user wrote it, in front: "torch.add: sizes 3x4 and ...".
// A message says what was wrong and shows both values.
#pragma once

#include <charconv>
#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/base/export.h"

namespace tocha {

enum class ErrorKind {
  Caller,       // the arguments are wrong
  Environment,  // memory, a file or a device failed
  Bug,          // our own fault; the message says so
};

class TOCHA_API Error : public std::exception {
 public:
  Error(ErrorKind kind, std::string message) : kind_(kind), message_(std::move(message)) {}
  ~Error() override;
  ErrorKind kind() const { return kind_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  ErrorKind kind_;
  std::string message_;
};

// How a value appears in a message. A type of the engine joins in by an overload of its own.
inline void append(std::string& to, std::string_view text) { to += text; }
template <class T>
requires std::is_arithmetic_v<T>
void append(std::string& to, T value) {
  if (value != value) return append(to, std::string_view("nan"));  // whatever its sign
  char digits[40];
  to.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

/// Sizes: "3x4"; "empty" for none.
inline void append(std::string& to, std::span<const int64_t> sizes) {
  if (sizes.empty()) to += "empty";
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (i > 0) to += 'x';
    append(to, sizes[i]);
  }
}

template <class... Parts>
std::string concat(const Parts&... parts) {
  std::string text;
  (append(text, parts), ...);
  return text;
}

/// The caller made a mistake: throws with the concatenation of `parts`.
template <class... Parts>
[[noreturn]] __attribute__((cold, noinline)) void fail(const Parts&... parts) {
  throw Error(ErrorKind::Caller, concat(parts...));
}

/// Memory, a file, a device or another part of the environment failed.
template <class... Parts>
[[noreturn]] __attribute__((cold, noinline)) void fail_environment(const Parts&... parts) {
  throw Error(ErrorKind::Environment, concat(parts...));
}

/// The engine is at fault; the message asks for a report.
template <class... Parts>
[[noreturn]] __attribute__((cold, noinline)) void fail_bug(const Parts&... parts) {
  throw Error(ErrorKind::Bug, concat("internal error, please report it: ", parts...));
}

}  // namespace tocha
