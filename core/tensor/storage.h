// SPDX-License-Identifier: BSD-3-Clause
// A block of elements on a device, shared by tensors and counted atomically, so that tensors may
// cross threads. `data` comes first: scripts read it through the FFI (lua/torch/element.lua). The
// few elements of a small tensor in host memory lie behind the storage itself, in one block: one
// is made for each result in a loop.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

#include "core/base/memory.h"
#include "core/tensor/dtype.h"

namespace tocha {

class Device;

class TOCHA_API Storage {
 public:
  /// `size` elements, uninitialised; the caller owns the one reference. Throws when memory ends.
  static Storage* make(Device& device, DType dtype, int64_t size);

  /// Wraps memory of the host's; `release(context)` is called when the last user is gone.
  static Storage* wrap(Device& device, DType dtype, void* data, int64_t size,
                       void (*release)(void* context), void* context);

  /// A part of another storage: its elements offset ... offset+size-1, shared. The other one lives
  /// as long as this and cannot move its memory until then.
  static Storage* view(Storage& other, int64_t offset, int64_t size);

  /// Bytes of storages made on this thread so far, freed or not. A garbage collector that sees only
  /// small handles paces itself by it.
  static int64_t allocated_on_this_thread();

  void* data() const { return data_; }
  int64_t size() const { return size_; }
  DType dtype() const { return dtype_; }
  Device& device() const { return *device_; }

  /// Changes the number of elements; what fits is kept. Storages over foreign memory refuse, and so
  /// does one that other storages view, if its memory had to move. A smaller storage keeps its
  /// memory while tensors use it: they would read beyond it.
  void resize(int64_t size);

  void retain() { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() {
    // The only user needs no atomic subtraction: nobody is left who could take a reference.
    if (references_.load(std::memory_order_acquire) == 1 ||
        references_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      destroy();
    }
  }
  int references() const { return references_.load(std::memory_order_relaxed); }

  /// A reference that a script holds by hand (`retain` in Lua), and its return; `unpin` tells
  /// whether there was one.
  void pin();
  bool unpin();

 private:
  Storage(Device& device, DType dtype) : dtype_(dtype), device_(&device) {}
  static Storage* construct(Device& device, DType dtype, size_t own_bytes);
  void destroy();
  void free_elements();

  static constexpr int64_t kOwnBytes = 128;  // most of what lies behind the storage
  void* own() { return this + 1; }
  size_t capacity_bytes() const { return size_t(capacity_ * element_size(dtype_)); }

  void* data_ = nullptr;
  int64_t size_ = 0;
  int64_t capacity_ = 0;  // elements that the block holds, at least size_
  std::atomic<int> references_{1};
  std::atomic<int> pins_{0};   // references held by hand, counted in references_ too
  std::atomic<int> views_{0};  // storages over a part of this one
  DType dtype_;
  uint8_t own_bytes_ = 0;
  Device* device_;
  void (*free_)(void*) = nullptr;  // set for foreign memory
  void* context_ = nullptr;
};

/// An owning reference to a storage; may be null.
class StoragePtr {
 public:
  StoragePtr() = default;
  static StoragePtr adopt(Storage* storage) {  // takes over the caller's reference
    StoragePtr pointer;
    pointer.storage_ = storage;
    return pointer;
  }
  explicit StoragePtr(Storage* storage) : storage_(storage) {
    if (storage_) storage_->retain();
  }
  StoragePtr(const StoragePtr& other) : StoragePtr(other.storage_) {}
  StoragePtr(StoragePtr&& other) noexcept : storage_(std::exchange(other.storage_, nullptr)) {}
  StoragePtr& operator=(StoragePtr other) noexcept {
    std::swap(storage_, other.storage_);
    return *this;
  }
  ~StoragePtr() {
    if (storage_) storage_->release();
  }

  Storage* get() const { return storage_; }
  Storage* operator->() const { return storage_; }
  Storage& operator*() const { return *storage_; }
  explicit operator bool() const { return storage_ != nullptr; }
  Storage* detach() { return std::exchange(storage_, nullptr); }

 private:
  Storage* storage_ = nullptr;
};

}  // namespace tocha
