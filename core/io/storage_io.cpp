// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/storage_io.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/device.h"

namespace tocha {

void read_elements(File& file, Storage& storage, int64_t n) {
  if (n < 0) fail(file.description(), ": a number of elements cannot be ", n);
  const DType dtype = storage.dtype();
  const int64_t most = file.most_left(dtype);
  if (most >= 0) {
    const int64_t count = std::min(n, most);
    if (count < n && !file.quiet) file.short_read(dtype, count, n);
    storage.resize(count);
    const int64_t got = file.read(dtype, storage.data(), count);
    if (got < count) storage.resize(got);
    if (count < n) file.short_read(dtype, got, n);
    return;
  }
  // From a pipe: memory is taken only in proportion to what has come already. The new line after
  // the elements is taken by the last step only.
  constexpr int64_t kFirstStep = 1 << 16;
  const struct Restore {
    bool& flag;
    bool value;
    ~Restore() { flag = value; }
  } spacing{file.auto_spacing, file.auto_spacing};
  storage.resize(0);
  for (int64_t got = 0; got < n;) {
    const int64_t step = std::min(n - got, std::max(kFirstStep, got));
    storage.resize(got + step);
    char* to = static_cast<char*>(storage.data()) + got * element_size(dtype);
    file.auto_spacing = spacing.value && got + step == n;
    const int64_t count = file.read(dtype, to, step);
    got += count;
    if (count < step) {
      storage.resize(got);
      return;
    }
  }
}

namespace {

// Files know host memory only.
StoragePtr on_host(const Storage& storage, int64_t size) {
  return StoragePtr::adopt(Storage::make(cpu_device(), storage.dtype(), size));
}

size_t bytes(const Storage& storage) {
  return size_t(storage.size() * element_size(storage.dtype()));
}

}  // namespace

void write_storage(File& file, const Storage& storage) {
  if (!storage.device().host_accessible()) {
    const StoragePtr copy = on_host(storage, storage.size());
    storage.device().copy_to_host(copy->data(), storage.data(), bytes(storage));
    return write_storage(file, *copy);
  }
  file.write<int64_t>(storage.size());
  file.write(storage.dtype(), storage.data(), storage.size());
}

void read_storage(File& file, Storage& storage) {
  if (!storage.device().host_accessible()) {
    const StoragePtr copy = on_host(storage, 0);
    read_storage(file, *copy);
    storage.resize(copy->size());
    return storage.device().copy_from_host(storage.data(), copy->data(), bytes(storage));
  }
  read_elements(file, storage, file.read<int64_t>());
}

}  // namespace tocha
