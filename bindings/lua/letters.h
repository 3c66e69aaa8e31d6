// SPDX-License-Identifier: BSD-3-Clause
// Options of one letter, as LAPACK's and the convolutions' functions take them: `potrf(a, 'L')`.
#pragma once

#include <initializer_list>
#include <string_view>

#include "bindings/lua/call.h"

namespace tocha::lua {

/// The letters of the options of a call, whose string arguments begin at position `first` of the
/// overload's text. Each option is the list of its letters, its default first. A string belongs to
/// the next option that has its first letter, as in Torch7; one that fits none is the caller's
/// error.
class Letters {
 public:
  Letters(const Call& c, int first, std::initializer_list<std::string_view> options);
  char operator[](int option) const { return chosen_[option]; }

 private:
  static constexpr int kMost = 4;
  char chosen_[kMost];
};

}  // namespace tocha::lua
