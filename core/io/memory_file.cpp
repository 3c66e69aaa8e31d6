// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/memory_file.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/tensor/tensor.h"

namespace tocha {

MemoryFile::MemoryFile(FileMode mode)
    : File(mode, "memory file", ""),
      storage_(StoragePtr::adopt(Storage::make(cpu_device(), DType::Char, 1))) {
  bytes()[0] = 0;
}

MemoryFile::MemoryFile(StoragePtr storage, FileMode mode)
    : File(mode, "memory file", ""), storage_(std::move(storage)) {
  const int64_t size = storage_->size();
  if (storage_->dtype() != DType::Char) fail("CharStorage expected, got ", storage_->dtype());
  if (size == 0 || bytes()[size - 1] != 0) fail("the storage must end with a 0");
  size_ = size - 1;
}

// The storage belongs to the script too, which may have made it smaller.
void MemoryFile::check_storage() {
  size_ = std::min(size_, std::max<int64_t>(storage_->size() - 1, 0));
  position_ = std::min(position_, size_);
}

StoragePtr MemoryFile::storage() {
  need_open();
  check_storage();
  storage_->resize(size_ + 1);
  bytes()[size_] = 0;
  return storage_;
}

std::string_view MemoryFile::contents() {
  need_open();
  check_storage();
  return {bytes(), static_cast<size_t>(size_)};
}

std::string_view MemoryFile::peek(size_t) {
  check_storage();
  return {bytes() + position_, static_cast<size_t>(size_ - position_)};
}

size_t MemoryFile::get(char* to, size_t n) {
  const std::string_view rest = peek(n);
  const size_t count = std::min(n, rest.size());
  std::copy_n(rest.data(), count, to);
  skip(count);
  return count;
}

size_t MemoryFile::put(const char* from, size_t n) {
  check_storage();
  const int64_t end = position_ + static_cast<int64_t>(n);
  if (end + 1 > storage_->size()) storage_->resize(std::max(end + 1, 2 * storage_->size()));
  if (n > 0) std::memmove(bytes() + position_, from, n);
  position_ = end;
  size_ = std::max(size_, end);
  bytes()[size_] = 0;
  return n;
}

bool MemoryFile::do_seek(int64_t position, bool from_end) {
  check_storage();
  if (from_end) position += size_;
  if (position > size_) {
    problem_ = concat("it has ", size_, " bytes");
    return false;
  }
  position_ = position;
  return true;
}

int64_t MemoryFile::bytes_left() {
  check_storage();
  return size_ - position_;
}

bool MemoryFile::do_close() {
  storage_ = {};
  size_ = position_ = 0;
  return true;
}

}  // namespace tocha
