// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/descriptor_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/parallel.h"
#include "core/io/quiet_write.h"

namespace tocha {

namespace {
constexpr size_t kBuffer = 1 << 16;
constexpr size_t kLargest = 1 << 30;  // of one read; the system's own limit is a little below 2^31

// Reads at a position of a file until all is there; fewer bytes at its end or on failure.
size_t read_at(int descriptor, char* to, size_t n, off_t at) {
  size_t done = 0;
  while (done < n) {
    const ssize_t got = ::pread(descriptor, to + done, n - done, at + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  return done;
}

// The same by all threads, which take one block after the other: fresh memory costs more time than
// the bytes that fill it.
size_t read_in_parallel(int descriptor, char* to, size_t n, off_t at) {
  constexpr size_t kBlock = 8 << 20;
  std::atomic<size_t> next{0}, end{n};
  parallel_for(num_threads(), 1, [&](int64_t, int64_t) {
    for (size_t begin; (begin = next.fetch_add(kBlock)) < end;) {
      const size_t size = std::min(kBlock, n - begin);
      const size_t got = read_at(descriptor, to + begin, size, at + static_cast<off_t>(begin));
      if (got == size) continue;
      size_t before = end;
      while (begin + got < before && !end.compare_exchange_weak(before, begin + got)) {
      }
    }
  });
  return end;
}

}  // namespace

DescriptorFile::DescriptorFile(FileMode mode, std::string_view kind, std::string name,
                               int descriptor)
    : File(mode, kind, std::move(name)), descriptor_(descriptor) {}

void DescriptorFile::set_unbuffered() {
  need_open();
  if (writing_) synchronize();
  unbuffered_ = true;
}

// Reads once, at most `room` bytes, behind what the buffer holds; false at the end or on failure.
bool DescriptorFile::fill(size_t room) {
  ssize_t got;
  do {
    got = ::read(descriptor_, buffer_.data() + end_, room);
  } while (got < 0 && errno == EINTR);
  if (got < 0) problem_ = std::strerror(errno);
  if (got <= 0) return false;
  end_ += static_cast<size_t>(got);
  return true;
}

std::string_view DescriptorFile::peek(size_t want) {
  if (writing_ && !flush()) return {};
  if (end_ - begin_ < want) {
    if (buffer_.size() < std::max(kBuffer, want)) buffer_.resize(std::max(kBuffer, want));
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    while (end_ < want && fill(unbuffered_ ? want - end_ : buffer_.size() - end_)) {
    }
  }
  return {buffer_.data() + begin_, end_ - begin_};
}

size_t DescriptorFile::get(char* to, size_t n) {
  if (writing_ && !flush()) return 0;
  size_t done = 0;
  constexpr size_t kManyThreads = 32 << 20;
  if (n >= kManyThreads && bytes_left() >= static_cast<int64_t>(n)) {
    const std::string_view ready = peek(0).substr(0, n);
    std::memcpy(to, ready.data(), ready.size());  // read ahead
    skip(ready.size());
    const off_t at = ::lseek(descriptor_, 0, SEEK_CUR);
    done = ready.size();
    done += read_in_parallel(descriptor_, to + done, n - done, at);
    ::lseek(descriptor_, at + static_cast<off_t>(done - ready.size()), SEEK_SET);
  }
  while (done < n) {  // whatever is wrong now shows here
    if (begin_ == end_ && n - done >= kBuffer) {
      const ssize_t got = ::read(descriptor_, to + done, std::min(n - done, kLargest));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) problem_ = std::strerror(errno);
      if (got <= 0) break;
      done += static_cast<size_t>(got);
    } else {
      const std::string_view ready = peek(1);
      if (ready.empty()) break;
      const size_t count = std::min(ready.size(), n - done);
      std::memcpy(to + done, ready.data(), count);
      skip(count);
      done += count;
    }
  }
  return done;
}

size_t DescriptorFile::put(const char* from, size_t n) {
  if (n == 0) return 0;  // `from` may be null
  if (!writing_) {
    if (!drop_read_ahead()) return 0;
    writing_ = true;
  }
  if (n < kBuffer && !unbuffered_) {
    if (buffer_.size() < kBuffer) buffer_.resize(kBuffer);
    if (buffer_.size() - end_ < n && !flush()) return 0;
    writing_ = true;
    std::memcpy(buffer_.data() + end_, from, n);
    end_ += n;
    return n;
  }
  if (!flush()) return 0;
  const QuietWrite result = quiet_write(descriptor_, from, n);
  if (result.error) problem_ = std::strerror(result.error);
  return result.written;
}

bool DescriptorFile::flush() {
  if (!writing_) return true;
  const QuietWrite result = quiet_write(descriptor_, buffer_.data() + begin_, end_ - begin_);
  // What could not be written is given up: it must not turn up behind later, successful writes.
  begin_ = end_ = 0;
  writing_ = false;
  if (result.error) problem_ = std::strerror(result.error);
  return result.error == 0;
}

bool DescriptorFile::drop_read_ahead() {
  const auto ahead = static_cast<off_t>(end_ - begin_);
  begin_ = end_ = 0;
  if (ahead == 0 || ::lseek(descriptor_, -ahead, SEEK_CUR) >= 0) return true;
  problem_ = std::strerror(errno);
  return false;
}

bool DescriptorFile::do_seek(int64_t position, bool from_end) {
  if (!flush()) return false;
  if (::lseek(descriptor_, position, from_end ? SEEK_END : SEEK_SET) < 0) {
    problem_ = std::strerror(errno);
    return false;
  }
  begin_ = end_ = 0;
  return true;
}

int64_t DescriptorFile::do_position() {
  const off_t at = ::lseek(descriptor_, 0, SEEK_CUR);
  if (at < 0) {
    problem_ = std::strerror(errno);
    return -1;
  }
  const auto held = static_cast<int64_t>(end_ - begin_);
  return writing_ ? at + held : at - held;
}

int64_t DescriptorFile::bytes_left() {
  struct stat status;
  const off_t at = ::lseek(descriptor_, 0, SEEK_CUR);
  if (at < 0 || ::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return -1;
  const auto ahead = writing_ ? int64_t{0} : static_cast<int64_t>(end_ - begin_);
  return std::max<int64_t>(status.st_size - at, 0) + ahead;
}

int DescriptorFile::release() {
  begin_ = end_ = 0;
  writing_ = false;
  buffer_ = {};
  return std::exchange(descriptor_, -1);
}

}  // namespace tocha
