// SPDX-License-Identifier: BSD-3-Clause
// Elements that are only moved: as integers of their size, which spares code for each type.
#pragma once

#include <cstdint>

namespace tocha {

/// Calls body with a zero of the unsigned integer type that has `size` bytes (1, 2, 4 or 8).
template <class Body>
void visit_word(int64_t size, Body&& body) {
  switch (size) {
    case 1:
      return body(uint8_t{});
    case 2:
      return body(uint16_t{});
    case 4:
      return body(uint32_t{});
    default:
      return body(uint64_t{});
  }
}

}  // namespace tocha
