// SPDX-License-Identifier: BSD-3-Clause
// Working memory of a kernel, from the engine's own pool: after the first call of a kind the system
// is not asked again.
#pragma once

#include "core/base/memory.h"

namespace tocha::cpu {

class Scratch {
 public:
  explicit Scratch(size_t bytes) : data_(memory::allocate(bytes)), bytes_(bytes) {}
  Scratch(const Scratch&) = delete;
  ~Scratch() { memory::deallocate(data_, bytes_); }
  void* data() const { return data_; }  // null for 0 bytes
  template <class T>
  T* as() const {
    return static_cast<T*>(data_);
  }

 private:
  void* data_;
  size_t bytes_;
};

}  // namespace tocha::cpu
