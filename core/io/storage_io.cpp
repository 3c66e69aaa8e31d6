// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/storage_io.h"

#include <algorithm>

#include "core/base/error.h"

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

void write_storage(File& file, const Storage& storage) {
  file.write<int64_t>(storage.size());
  file.write(storage.dtype(), storage.data(), storage.size());
}

void read_storage(File& file, Storage& storage) {
  read_elements(file, storage, file.read<int64_t>());
}

}  // namespace tocha
