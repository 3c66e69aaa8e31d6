// SPDX-License-Identifier: BSD-3-Clause
// Threads with a stack of a chosen size, such as embedded hosts and servers give them.
#pragma once

#include <pthread.h>

#include <catch2/catch.hpp>
#include <functional>
#include <string>

namespace tocha::testing {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr size_t kSmallStack = 1024;  // KiB; frames are several times as large
#else
inline constexpr size_t kSmallStack = 256;
#endif

/// Runs f on a thread of its own; what it throws is the text that is returned.
inline std::string on_stack(size_t kib, std::function<void()> f) {
  struct Work {
    std::function<void()> f;
    std::string message;
  } work{std::move(f), {}};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  REQUIRE(pthread_attr_setstacksize(&attributes, kib << 10) == 0);
  pthread_t thread;
  const auto body = [](void* argument) -> void* {
    auto& work = *static_cast<Work*>(argument);
    try {
      work.f();
    } catch (const std::exception& error) {
      work.message = error.what();
    }
    return nullptr;
  };
  REQUIRE(pthread_create(&thread, &attributes, body, &work) == 0);
  pthread_attr_destroy(&attributes);
  pthread_join(thread, nullptr);
  return work.message;
}

}  // namespace tocha::testing
