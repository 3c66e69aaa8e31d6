// SPDX-License-Identifier: BSD-3-Clause
#include "bindings/lua/letters.h"

namespace tocha::lua {

Letters::Letters(const Call& c, int first, std::initializer_list<std::string_view> options) {
  const int count = int(options.size());
  if (count > kMost) fail_bug(count, " options in a binding");
  for (int i = 0; i < count; ++i) chosen_[i] = options.begin()[i][0];
  int next = 0;
  for (int i = 0; i < count && c.has(first + i); ++i) {
    const std::string_view given = c.string(first + i);
    while (next < count && (given.empty() || options.begin()[next].find(given[0]) == given.npos)) {
      ++next;
    }
    if (next == count) {
      std::string expected;
      for (std::string_view letters : options) {
        if (!expected.empty()) expected += ", then ";
        expected += concat("'", letters.substr(0, 1), "' or '", letters.substr(1), "'");
      }
      fail("option '", given, "' does not fit, expected ", expected);
    }
    chosen_[next++] = given[0];
  }
}

}  // namespace tocha::lua
