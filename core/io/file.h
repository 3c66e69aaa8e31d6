// SPDX-License-Identifier: BSD-3-Clause
// A file of numbers and strings, as Torch7's File: binary or ascii, on disk, in memory or behind a
// pipe. This class has the typed reading and writing and the state that goes with it; what a
// particular kind of file must provide is the small protected part.
//
// Whoever reads a count from a file compares it with `most_left` before taking memory for it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/tensor/dtype.h"

namespace tocha {

struct FileMode {
  bool read = false;
  bool write = false;
  /// From 'r', 'w' or 'rw'; fails on anything else.
  TOCHA_API static FileMode parse(std::string_view text);
};

class TOCHA_API File {
 public:
  /// `kind` and `name` describe it in messages; each may be empty.
  File(FileMode mode, std::string_view kind, std::string name);
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  virtual ~File() = default;

  // Settings; Torch7's defaults.
  bool binary = false;       // else ascii
  bool auto_spacing = true;  // ascii: a space between numbers, a new line after each write
  bool quiet = false;        // a failed read or write is shown by its count, not thrown
  bool has_error = false;    // some read, write or seek has failed
  bool swap_bytes = false;   // binary: the other byte order than this machine's

  FileMode mode() const { return mode_; }
  /// The path or command; empty where there is none.
  const std::string& name() const { return name_; }
  /// What the file is, for messages: its name in quotes, or "memory file".
  const std::string& description() const { return description_; }

  /// Bytes of an integer of type Long in binary files: 4 or 8 (0: 8). Fails on others.
  void set_long_size(int64_t bytes);

  /// Reads `n` elements; returns how many there were. Fewer than n is an error (see `quiet`).
  int64_t read(DType dtype, void* to, int64_t n);
  /// Writes `n` elements; returns how many could be written. Fewer than n is an error.
  int64_t write(DType dtype, const void* from, int64_t n);
  template <class T>
  T read() {
    T value{};
    read(kDType<T>, &value, 1);
    return value;
  }
  template <class T>
  void write(T value) {
    write(kDType<T>, &value, 1);
  }

  /// The next line without its end, and all that is left; an error, and empty, at the end.
  std::string read_line();
  std::string read_rest();
  int64_t write_string(std::string_view text);

  /// The most elements that the rest of the file can hold; -1 where that is not known (pipes).
  int64_t most_left(DType dtype);
  /// Reports that `got` of `n` elements could be read, as `read` does.
  void short_read(DType dtype, int64_t got, int64_t n);

  /// Positions count bytes from 0.
  void seek(int64_t position);
  void seek_end();
  int64_t position();
  /// Hands what was written to the operating system.
  void synchronize();
  /// Ends the file's use; a write that fails only now is an error.
  void close();
  virtual bool is_open() const = 0;

 protected:
  /// The bytes at the position: at least `want`, unless the file ends before; valid until the next
  /// call. Never waits for more than `want`.
  virtual std::string_view peek(size_t want) = 0;
  virtual void skip(size_t n) = 0;  // over bytes that peek showed
  virtual size_t get(char* to, size_t n) = 0;
  virtual size_t put(const char* from, size_t n) = 0;
  virtual bool do_seek(int64_t position, bool from_end) = 0;
  virtual int64_t do_position() = 0;  // -1: unknown
  virtual int64_t bytes_left() = 0;   // -1: unknown
  virtual bool do_synchronize() = 0;  // false: see problem_
  virtual bool do_close() = 0;        // the same; the file is closed in any case

  void need_open() const;
  void need_readable() const;
  void need_writable() const;
  std::string problem_;  // why the last operation failed, where the system told

 private:
  int64_t read_binary(DType dtype, char* to, int64_t n);
  int64_t write_binary(DType dtype, const char* from, int64_t n);
  template <class T>
  int64_t read_numbers(T* to, int64_t n);
  template <class T>
  int64_t write_numbers(const T* from, int64_t n);
  int file_size_of(DType dtype) const;
  void skip_line_end();
  void failed(std::string_view what);

  FileMode mode_;
  std::string name_, description_;
  int long_size_ = 8;
};

}  // namespace tocha
