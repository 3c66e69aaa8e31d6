// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/disk_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>

#include "core/base/error.h"
#include "core/io/temporary_file.h"

namespace tocha {

namespace {

[[noreturn]] void cannot_open(const std::string& path, FileMode mode, int error) {
  const char* purpose = mode.read ? (mode.write ? "reading and writing" : "reading") : "writing";
  fail_environment("cannot open '", path, "' for ", purpose, ": ", std::strerror(error));
}

int open_file(const std::string& path, FileMode mode) {
  const int flags =
      mode.read ? (mode.write ? O_RDWR | O_CREAT : O_RDONLY) : O_WRONLY | O_CREAT | O_TRUNC;
  int descriptor;
  do {
    descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) cannot_open(path, mode, errno);
  struct stat status;
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    cannot_open(path, mode, EISDIR);
  }
  return descriptor;
}

// The file that a path leads to through symbolic links: those are to stay.
std::string resolved(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (!real) return path;
  std::string result = real;
  std::free(real);
  return result;
}

}  // namespace

DiskFile::DiskFile(const std::string& path, FileMode mode)
    : DiskFile(path, mode, open_file(path, mode)) {}

DiskFile::DiskFile(const std::string& path, FileMode mode, int descriptor)
    : DescriptorFile(mode, "", path, descriptor) {}

DiskFile::~DiskFile() {
  if (!is_open()) return;
  try {
    flush();
  } catch (const std::bad_alloc&) {  // for the text of a failure, which nobody would read
  }
  ::close(release());
}

bool DiskFile::do_close() {
  const bool flushed = flush();
  if (::close(release()) == 0) return flushed;
  problem_ = std::strerror(errno);
  return false;
}

struct ReplacingFile::Target {
  int descriptor;
  std::string final_path, temporary_path;

  explicit Target(const std::string& path) {
    constexpr FileMode kWrite{false, true};
    struct stat status;
    const bool exists = ::stat(path.c_str(), &status) == 0;
    if (exists && !S_ISREG(status.st_mode)) {
      descriptor = open_file(path, kWrite);
      return;
    }
    // A file that may not be written is refused, though it could be renamed over.
    if (exists && ::access(path.c_str(), W_OK) != 0) cannot_open(path, kWrite, errno);
    final_path = resolved(path);
    remove_abandoned(final_path);
    descriptor = make_temporary(final_path, &temporary_path);
    const int error = errno;
    if (descriptor < 0) {
      // Where no second file may be, the old one is written as it is; but not for want of space,
      // which would end with neither.
      final_path.clear(), temporary_path.clear();
      if (error != EACCES && error != EPERM && error != EROFS && error != ENAMETOOLONG) {
        cannot_open(path, kWrite, error);
      }
      descriptor = open_file(path, kWrite);
    } else if (exists) {
      ::fchmod(descriptor, status.st_mode & 07777);
    }
  }
};

ReplacingFile::ReplacingFile(const std::string& path) : ReplacingFile(path, Target(path)) {}

ReplacingFile::ReplacingFile(const std::string& path, Target target)
    : DiskFile(path, FileMode{false, true}, target.descriptor),
      final_path_(std::move(target.final_path)),
      temporary_path_(std::move(target.temporary_path)) {}

ReplacingFile::~ReplacingFile() {
  if (is_open() && !temporary_path_.empty()) discard();
}

// Large blocks go to the disk while the next ones are being handed over, not all at the end.
size_t ReplacingFile::put(const char* from, size_t n) {
  constexpr size_t kStep = 8 << 20;
  size_t done = 0;
  while (true) {
    const size_t step = std::min(n - done, kStep);
    const size_t written = DiskFile::put(from + done, step);
    done += written;
    if (written != step || done == n) return done;
#ifdef SYNC_FILE_RANGE_WRITE
    ::sync_file_range(descriptor_, 0, 0, SYNC_FILE_RANGE_WRITE);  // only begins; errors come later
#endif
  }
}

void ReplacingFile::discard() {
  ::unlink(temporary_path_.c_str());  // while it is locked
  const int descriptor = release();
  if (descriptor >= 0) ::close(descriptor);
}

bool ReplacingFile::do_close() {
  if (temporary_path_.empty()) return DiskFile::do_close();
  bool done = !has_error && flush();  // a quiet file's failed write makes the whole fail
  if (done && ::fsync(descriptor_) != 0) {
    problem_ = std::strerror(errno);
    done = false;
  }
  const int lock =
      ::fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);  // holds it until the file has its name
  done = done && DiskFile::do_close();
  if (done && ::rename(temporary_path_.c_str(), final_path_.c_str()) != 0) {
    problem_ = std::strerror(errno);
    done = false;
  }
  if (!done) discard();
  if (lock >= 0) ::close(lock);
  if (!done) return false;
  // The new name is on disk once its folder is; a file system that cannot do this has no better.
  const int folder = ::open(folder_of(final_path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return true;
}

}  // namespace tocha
