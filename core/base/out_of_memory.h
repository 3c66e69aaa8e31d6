// SPDX-License-Identifier: BSD-3-Clause
// The C++ library says std::bad_alloc where there is no memory; callers of the engine get what they
// get for every other thing that the environment fails to give.
#pragma once

#include <new>
#include <utility>

#include "core/base/error.h"

namespace tocha {

/// What `body()` returns; std::bad_alloc becomes an Environment error. Used where C++ hosts call.
template <class Body>
decltype(auto) with_memory_errors(Body&& body) {
  try {
    return std::forward<Body>(body)();
  } catch (const std::bad_alloc&) {
    throw Error(ErrorKind::Environment, "out of memory");
  }
}

}  // namespace tocha
