// SPDX-License-Identifier: BSD-3-Clause
// What the files behind tocha.h share: the handles, and the border that no exception crosses.
#pragma once

#include <new>

#include "bindings/c/runtime.h"
#include "bindings/c/tocha.h"

struct tocha_tensor {
  tocha::Tensor tensor;
};

namespace tocha::c {

/// Keeps "function: text" as the last error of this thread.
void record_error(const char* function, const char* text) noexcept;

/// Runs the body of an interface function; exceptions become a status and the last error.
template <class Body>
tocha_status guarded(const char* function, Body&& body) noexcept {
  try {
    body();
    return TOCHA_OK;
  } catch (const Error& error) {
    record_error(function, error.what());
    switch (error.kind()) {
      case ErrorKind::Caller:
        return TOCHA_ERROR_CALLER;
      case ErrorKind::Environment:
        return TOCHA_ERROR_ENVIRONMENT;
      case ErrorKind::Bug:
        return TOCHA_ERROR_BUG;
    }
  } catch (const std::bad_alloc&) {
    record_error(function, "out of memory");
    return TOCHA_ERROR_ENVIRONMENT;
  } catch (const std::exception& error) {
    record_error(function, error.what());
  } catch (...) {
    record_error(function, "unknown exception");
  }
  return TOCHA_ERROR_BUG;
}

/// The object behind a pointer argument; the caller's error when it is NULL.
template <class T>
T& need(T* pointer, const char* name) {
  if (!pointer) fail(name, " is NULL");
  return *pointer;
}

inline void give(tocha_tensor** result, Tensor tensor) {
  need(result, "result") = new tocha_tensor{std::move(tensor)};
}

}  // namespace tocha::c
