// SPDX-License-Identifier: BSD-3-Clause
// Which bytes in memory this process wrote as objects itself. Functions among them are this
// program's own code: one thread may hand them to another through a MemoryFile. Bytes that came
// from elsewhere are never among them, whatever they pretend to be.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/export.h"

namespace tocha {

/// Remembers the bytes of an object that was just written, by their length and a keyed digest
/// (SipHash-2-4 of 128 bits; the key is drawn once for the process and never leaves it). The oldest
/// of 100,000 go.
TOCHA_API void remember_own_bytes(std::string_view bytes);

/// Whether `bytes` begin with those of an object that was remembered.
TOCHA_API bool begin_with_own_bytes(std::string_view bytes);

}  // namespace tocha
