// SPDX-License-Identifier: BSD-3-Clause
#include "core/tensor/storage.h"

#include <algorithm>

#include "core/device.h"

namespace tocha {
namespace {
// Read after every call from Lua, hence the fast access model.
[[gnu::tls_model("initial-exec")]] thread_local int64_t allocated_bytes = 0;
}

int64_t Storage::allocated_on_this_thread() { return allocated_bytes; }

Storage* Storage::make(Device& device, DType dtype, int64_t size) {
  int64_t bytes;
  if (size < 0 || __builtin_mul_overflow(size, int64_t(element_size(dtype)), &bytes)) {
    fail("a storage of ", size, " elements is not possible");
  }
  StoragePtr storage = StoragePtr::adopt(new Storage(device, dtype));
  if (bytes > 0) storage->data_ = device.allocate(size_t(bytes));
  storage->size_ = size;
  allocated_bytes += bytes;
  return storage.detach();
}

Storage* Storage::wrap(Device& device, DType dtype, void* data, int64_t size,
                       void (*release)(void*), void* context) {
  Storage* storage = new Storage(device, dtype);
  storage->data_ = data;
  storage->size_ = size;
  storage->free_ = release ? release : [](void*) {};
  storage->context_ = context;
  return storage;
}

void Storage::resize(int64_t size) {
  if (size == size_) return;
  if (free_) fail("the storage's memory belongs to the host program and cannot be resized");
  StoragePtr grown = StoragePtr::adopt(make(*device_, dtype_, size));
  const int64_t kept = std::min(size, size_) * element_size(dtype_);
  if (kept > 0) device_->copy_within(grown->data_, data_, size_t(kept));
  std::swap(data_, grown->data_);
  std::swap(size_, grown->size_);
}

void Storage::destroy() {
  if (free_) {
    free_(context_);
  } else if (data_) {
    device_->deallocate(data_, size_t(bytes()));
  }
  delete this;
}

}  // namespace tocha
