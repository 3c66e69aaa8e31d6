// SPDX-License-Identifier: BSD-3-Clause
// The bytes of a fuzzer as a file.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>

#include "core/io/memory_file.h"

namespace tocha::fuzz {

inline std::unique_ptr<MemoryFile> memory_input(const uint8_t* data, size_t size) {
  StoragePtr bytes = StoragePtr::adopt(Storage::make(cpu_device(), DType::Char, int64_t(size) + 1));
  auto* to = static_cast<char*>(bytes->data());
  if (size > 0) std::memcpy(to, data, size);
  to[size] = 0;
  return std::make_unique<MemoryFile>(std::move(bytes), FileMode{true, false});
}

}  // namespace tocha::fuzz
