// SPDX-License-Identifier: BSD-3-Clause
#include "core/tensor/storage.h"

#include <algorithm>

#include "core/device.h"

namespace tocha {
namespace {
// Read after every call from Lua, hence the fast access model.
[[gnu::tls_model("initial-exec")]] thread_local int64_t allocated_bytes = 0;
}  // namespace

int64_t Storage::allocated_on_this_thread() { return allocated_bytes; }

static int64_t bytes_of(DType dtype, int64_t size) {
  int64_t bytes;
  if (size < 0 || __builtin_mul_overflow(size, int64_t(element_size(dtype)), &bytes)) {
    fail("a storage of ", size, " elements is not possible");
  }
  return bytes;
}

Storage* Storage::construct(Device& device, DType dtype, size_t own_bytes) {
  auto* storage = new (memory::allocate(sizeof(Storage) + own_bytes)) Storage(device, dtype);
  storage->own_bytes_ = uint8_t(own_bytes);
  return storage;
}

Storage* Storage::make(Device& device, DType dtype, int64_t size) {
  const int64_t bytes = bytes_of(dtype, size);
  const bool own = bytes <= kOwnBytes && &device == &cpu_device();
  StoragePtr storage = StoragePtr::adopt(construct(device, dtype, own ? size_t(bytes) : 0));
  if (bytes > 0) storage->data_ = own ? storage->own() : device.allocate(size_t(bytes));
  storage->size_ = storage->capacity_ = size;
  allocated_bytes += bytes;
  return storage.detach();
}

Storage* Storage::wrap(Device& device, DType dtype, void* data, int64_t size,
                       void (*release)(void*), void* context) {
  Storage* storage = construct(device, dtype, 0);
  storage->data_ = data;
  storage->size_ = storage->capacity_ = size;
  storage->free_ = release ? release : [](void*) {};
  storage->context_ = context;
  return storage;
}

Storage* Storage::view(Storage& other, int64_t offset, int64_t size) {
  if (offset < 0 || offset >= other.size_) {
    fail("offset ", offset + 1, " is out of range 1 to ", other.size_);
  }
  if (size < 1 || size > other.size_ - offset) {
    fail("size ", size, " from offset ", offset + 1, " is out of range for a storage of ",
         other.size_, " elements");
  }
  char* data = static_cast<char*>(other.data_) + offset * element_size(other.dtype_);
  Storage* storage = wrap(
      *other.device_, other.dtype_, data, size,
      [](void* context) {
        auto* viewed = static_cast<Storage*>(context);
        viewed->views_.fetch_sub(1);
        viewed->release();
      },
      &other);
  other.retain();
  other.views_.fetch_add(1);
  return storage;
}

void Storage::resize(int64_t size) {
  if (size == size_) return;
  if (free_) fail("the storage's memory belongs to another owner and cannot be resized");
  if (size >= 0 && size <= capacity_ && (size > 0 || references() > 1 || views_ > 0)) {
    size_ = size;
    return;
  }
  if (views_ > 0) {
    fail("the storage is viewed by another one and cannot grow from ", capacity_, " to ", size,
         " elements");
  }
  const int64_t bytes = bytes_of(dtype_, size);
  void* data = bytes > 0 ? device_->allocate(size_t(bytes)) : nullptr;
  const int64_t kept = std::min(size, size_) * element_size(dtype_);
  try {
    if (kept > 0) device_->copy_within(data, data_, size_t(kept));
  } catch (...) {  // an earlier failure of the device's that shows now
    device_->deallocate(data, size_t(bytes));
    throw;
  }
  allocated_bytes += bytes;
  free_elements();
  data_ = data;
  size_ = capacity_ = size;
}

void Storage::pin() {
  retain();
  pins_.fetch_add(1);
}

bool Storage::unpin() {
  int pins = pins_.load();
  while (pins > 0 && !pins_.compare_exchange_weak(pins, pins - 1)) {
  }
  if (pins > 0) release();
  return pins > 0;
}

void Storage::free_elements() {
  if (free_) {
    free_(context_);
  } else if (data_ && !(own_bytes_ > 0 && data_ == own())) {
    // Without elements behind it a storage may have the block there by chance.
    device_->deallocate(data_, capacity_bytes());
  }
}

void Storage::destroy() {
  free_elements();
  const size_t bytes = sizeof(Storage) + own_bytes_;
  this->~Storage();
  memory::deallocate(this, bytes);
}

// The elements behind a storage are aligned as other blocks are.
static_assert(sizeof(Storage) == 64);

}  // namespace tocha
