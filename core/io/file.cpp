// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/file.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/error.h"
#include "core/io/number_text.h"

namespace tocha {

namespace {

// A Byte or Char is written as it is, in ascii too.
bool is_raw(DType dtype) { return dtype == DType::Byte || dtype == DType::Char; }

// Reverses the bytes of each element.
template <class T>
void reverse_all(char* data, int64_t n) {
  for (int64_t i = 0; i < n; ++i, data += sizeof(T)) std::reverse(data, data + sizeof(T));
}
void reverse_elements(char* data, int size, int64_t n) {
  if (size == 2) reverse_all<int16_t>(data, n);
  if (size == 4) reverse_all<int32_t>(data, n);
  if (size == 8) reverse_all<int64_t>(data, n);
}

}  // namespace

FileMode FileMode::parse(std::string_view text) {
  if (text == "r") return {true, false};
  if (text == "w") return {false, true};
  if (text == "rw") return {true, true};
  fail("file mode must be 'r', 'w' or 'rw', not '", text, "'");
}

File::File(FileMode mode, std::string_view kind, std::string name)
    : mode_(mode), name_(std::move(name)), description_(kind) {
  if (name_.empty()) return;
  if (!kind.empty()) description_ += ' ';
  description_ += "'" + name_ + "'";
}

void File::set_long_size(int64_t bytes) {
  need_open();
  if (bytes != 0 && bytes != 4 && bytes != 8) fail("long size must be 0, 4 or 8, not ", bytes);
  long_size_ = bytes == 4 ? 4 : 8;
}

void File::need_open() const {
  if (!is_open()) fail(description_, " is closed");
}

void File::need_readable() const {
  need_open();
  if (!mode_.read) fail(description_, " is open for writing only");
}

void File::need_writable() const {
  need_open();
  if (!mode_.write) fail(description_, " is open for reading only");
}

void File::failed(std::string_view what) {
  has_error = true;
  const std::string why = std::exchange(problem_, {});
  if (quiet) return;
  if (why.empty()) fail_environment(description_, ": ", what);
  fail_environment(description_, ": ", what, ": ", why);
}

int File::file_size_of(DType dtype) const {
  return dtype == DType::Long ? long_size_ : element_size(dtype);
}

int64_t File::most_left(DType dtype) {
  need_readable();
  const int64_t bytes = bytes_left();
  if (bytes < 0) return -1;
  if (binary || is_raw(dtype)) return bytes / file_size_of(dtype);
  return bytes / 2 + 1;  // each number has a digit and, but for the last, a separator
}

void File::short_read(DType dtype, int64_t got, int64_t n) {
  if (problem_.empty()) problem_ = "end of file";
  if (binary || is_raw(dtype)) {
    const int size = file_size_of(dtype);
    const int64_t wanted = n > INT64_MAX / size ? INT64_MAX : n * size;
    failed(concat("read ", got * size, " of ", wanted, " bytes"));
  } else {
    failed(concat("read ", got, " of ", n, " ", dtype, " numbers"));
  }
}

int64_t File::read(DType dtype, void* to, int64_t n) {
  need_readable();
  int64_t got;
  if (binary) {
    got = read_binary(dtype, static_cast<char*>(to), n);
  } else {
    if (is_raw(dtype)) {
      got = static_cast<int64_t>(get(static_cast<char*>(to), static_cast<size_t>(n)));
    } else {
      got = visit(dtype,
                  [&](auto zero) { return read_numbers(static_cast<decltype(zero)*>(to), n); });
    }
    if (auto_spacing && n > 0 && got == n) skip_line_end();
  }
  if (got != n) short_read(dtype, got, n);
  return got;
}

// The new line that a write ended with, "\r\n" in files that came through Windows; without it, or
// at the end of the file, nothing.
void File::skip_line_end() {
  std::string_view next = peek(1);
  if (next.starts_with('\r')) next = peek(2);
  if (next.starts_with('\n')) skip(1);
  if (next.starts_with("\r\n")) skip(2);
}

int64_t File::read_binary(DType dtype, char* to, int64_t n) {
  const int size = file_size_of(dtype);
  // Longs of 4 bytes lie at the front of the space for 8 first, and are widened from the back.
  const size_t got_bytes = get(to, static_cast<size_t>(n) * static_cast<size_t>(size));
  const int64_t got = static_cast<int64_t>(got_bytes) / size;
  if (swap_bytes) reverse_elements(to, size, got);
  if (dtype == DType::Long && size == 4) {
    for (int64_t i = got; i-- > 0;) {
      int32_t narrow;
      std::memcpy(&narrow, to + 4 * i, 4);
      const int64_t wide = narrow;
      std::memcpy(to + 8 * i, &wide, 8);
    }
  }
  return got;
}

template <class T>
int64_t File::read_numbers(T* to, int64_t n) {
  constexpr size_t kLongest = 512;  // characters of one number
  for (int64_t i = 0; i < n; ++i) {
    std::string_view text = peek(1);
    while (!text.empty() && is_space(text[0])) {
      size_t spaces = 1;
      while (spaces < text.size() && is_space(text[spaces])) ++spaces;
      skip(spaces);
      text = peek(1);
    }
    size_t length = 0;  // of what could be a number; more is asked for only while it goes on
    while (true) {
      while (length < text.size() && in_number(text[length])) ++length;
      if (length < text.size() || length > kLongest) break;
      text = peek(length + 1);
      if (text.size() == length) break;
    }
    const size_t used = length > kLongest ? 0 : parse_number(text.substr(0, length), to + i);
    if (used == 0) {
      if (!text.empty()) {
        problem_ = concat("'", printable(text.substr(0, std::min<size_t>(text.size(), 20))),
                          "' is no ", kDType<T>);
      }
      return i;
    }
    skip(used);
  }
  return n;
}

int64_t File::write(DType dtype, const void* from, int64_t n) {
  need_writable();
  int64_t done;
  if (binary) {
    done = write_binary(dtype, static_cast<const char*>(from), n);
  } else if (is_raw(dtype)) {
    done = static_cast<int64_t>(put(static_cast<const char*>(from), static_cast<size_t>(n)));
    if (done == n && auto_spacing && n > 0 && put("\n", 1) != 1) --done;
  } else {
    done = visit(dtype, [&](auto zero) {
      return write_numbers(static_cast<const decltype(zero)*>(from), n);
    });
  }
  if (done != n) failed(concat("wrote ", done, " of ", n, " ", dtype, " elements"));
  return done;
}

int64_t File::write_binary(DType dtype, const char* from, int64_t n) {
  const int size = file_size_of(dtype), memory_size = element_size(dtype);
  if (size == memory_size && (!swap_bytes || size == 1)) {
    return static_cast<int64_t>(put(from, static_cast<size_t>(n * size))) / size;
  }
  constexpr int64_t kBlock = 4096;
  char block[kBlock * 8];
  for (int64_t done = 0; done < n; done += kBlock) {
    const int64_t count = std::min(kBlock, n - done);
    for (int64_t i = 0; i < count; ++i) {
      if (size != memory_size) {
        int64_t wide;
        std::memcpy(&wide, from + (done + i) * 8, 8);
        const auto narrow = static_cast<int32_t>(wide);
        if (narrow != wide) fail(description_, ": ", wide, " does not fit in a long of 4 bytes");
        std::memcpy(block + i * 4, &narrow, 4);
      } else {
        std::memcpy(block + i * size, from + (done + i) * size, static_cast<size_t>(size));
      }
    }
    if (swap_bytes) reverse_elements(block, size, count);
    const size_t written = put(block, static_cast<size_t>(count * size));
    if (written != static_cast<size_t>(count * size)) {
      return done + static_cast<int64_t>(written) / size;
    }
  }
  return n;
}

template <class T>
int64_t File::write_numbers(const T* from, int64_t n) {
  constexpr size_t kBlock = 1 << 16;
  std::string text;
  int64_t written = 0;
  for (int64_t i = 0; i < n; ++i) {
    append_number(text, from[i]);
    if (auto_spacing) text += i + 1 < n ? ' ' : '\n';
    if (text.size() >= kBlock || i + 1 == n) {
      if (put(text.data(), text.size()) != text.size()) return written;
      written = i + 1;
      text.clear();
    }
  }
  return n;
}

std::string File::read_line() {
  need_readable();
  std::string line;
  bool any = false;
  for (std::string_view text = peek(1); !text.empty(); text = peek(1)) {
    any = true;
    const size_t end = text.find('\n');
    line.append(text.substr(0, end));
    skip(end == text.npos ? text.size() : end + 1);
    if (end != text.npos) return line;
  }
  if (!any || !problem_.empty()) {
    if (problem_.empty()) problem_ = "end of file";
    failed("no line to read");
  }
  return line;
}

std::string File::read_rest() {
  need_readable();
  std::string rest;
  for (std::string_view text = peek(1); !text.empty(); text = peek(1)) {
    rest.append(text);
    skip(text.size());
  }
  if (rest.empty() || !problem_.empty()) {
    if (problem_.empty()) problem_ = "end of file";
    failed("nothing to read");
  }
  return rest;
}

int64_t File::write_string(std::string_view text) {
  need_writable();
  const size_t done = put(text.data(), text.size());
  if (done != text.size()) failed(concat("wrote ", done, " of ", text.size(), " bytes"));
  return static_cast<int64_t>(done);
}

void File::seek(int64_t position) {
  need_open();
  if (position < 0 || !do_seek(position, false)) {
    failed(concat("cannot move to position ", position + 1));
  }
}

void File::seek_end() {
  need_open();
  if (!do_seek(0, true)) failed("cannot move to the end");
}

int64_t File::position() {
  need_open();
  const int64_t position = do_position();
  if (position < 0) failed("the position is not known");
  return std::max<int64_t>(position, 0);
}

void File::synchronize() {
  need_open();
  if (!do_synchronize()) failed("cannot write");
}

void File::close() {
  need_open();
  if (!do_close()) failed("cannot write");
}

}  // namespace tocha
