// SPDX-License-Identifier: BSD-3-Clause
// What files on disk and pipes share: a file over a descriptor of the operating system, with one
// buffer that holds either bytes read ahead or bytes yet to be written. Large blocks pass it by,
// and very large ones are read by all threads.
#pragma once

#include <vector>

#include "core/io/file.h"

namespace tocha {

class TOCHA_API DescriptorFile : public File {
 public:
  /// Reads and writes go to the system one by one, and nothing is read ahead of need.
  void set_unbuffered();
  bool is_open() const override { return descriptor_ >= 0; }

 protected:
  DescriptorFile(FileMode mode, std::string_view kind, std::string name, int descriptor);

  std::string_view peek(size_t want) override;
  void skip(size_t n) override { begin_ += n; }
  size_t get(char* to, size_t n) override;
  size_t put(const char* from, size_t n) override;
  bool do_seek(int64_t position, bool from_end) override;
  int64_t do_position() override;
  int64_t bytes_left() override;
  bool do_synchronize() override { return flush(); }

  /// Writes out what waits in the buffer; false, with problem_ set, where that fails.
  bool flush();
  /// Gives up what was read ahead, so that the system's position is ours.
  bool drop_read_ahead();
  /// Ends the use of the descriptor and the buffer; returns the descriptor.
  int release();

  int descriptor_;

 private:
  bool fill(size_t room);

  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;  // the bytes in use
  bool writing_ = false;        // they are to be written, not read
  bool unbuffered_ = false;
};

}  // namespace tocha
