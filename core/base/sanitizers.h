// SPDX-License-Identifier: BSD-3-Clause
// Whether the compiler builds for a sanitizer: one place for the ways that compilers say so.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TOCHA_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define TOCHA_SANITIZED true
#endif
#endif

namespace tocha {
#ifdef TOCHA_SANITIZED
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
}  // namespace tocha
