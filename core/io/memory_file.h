// SPDX-License-Identifier: BSD-3-Clause
// A file in memory: the bytes of a Char storage but for its last element, which is 0. The storage
// is shared, not copied; it grows ahead of need and `storage()` cuts it to size.
#pragma once

#include "core/io/file.h"
#include "core/tensor/storage.h"

namespace tocha {

class TOCHA_API MemoryFile : public File {
 public:
  explicit MemoryFile(FileMode mode);
  /// Over a storage that ends with a 0; fails on another.
  MemoryFile(StoragePtr storage, FileMode mode);

  /// The contents and a final 0.
  StoragePtr storage();
  /// The contents, until the next write.
  std::string_view contents();
  bool is_open() const override { return bool(storage_); }

 protected:
  std::string_view peek(size_t want) override;
  void skip(size_t n) override { position_ += static_cast<int64_t>(n); }
  size_t get(char* to, size_t n) override;
  size_t put(const char* from, size_t n) override;
  bool do_seek(int64_t position, bool from_end) override;
  int64_t do_position() override { return position_; }
  int64_t bytes_left() override;
  bool do_synchronize() override { return true; }
  bool do_close() override;

 private:
  char* bytes() const { return static_cast<char*>(storage_->data()); }
  void check_storage();

  StoragePtr storage_;
  int64_t size_ = 0, position_ = 0;
};

}  // namespace tocha
