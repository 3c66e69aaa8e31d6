// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/temporary_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string_view>

#include "core/base/error.h"

namespace tocha {

namespace {

constexpr std::string_view kMark = ".tmp-";  // then the process and a number: name.tmp-4711-0

bool lock(int descriptor) { return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0; }

// A file that a cleaner holds, or has removed already, is lost to its writer.
bool is_ours(int descriptor) {
  if (!lock(descriptor) && errno == EWOULDBLOCK) return false;
  struct stat status;
  return ::fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

void remove_if_abandoned(int folder, const char* name) {
  const int descriptor = ::openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return;
  struct stat held, named;
  if (lock(descriptor) && ::fstat(descriptor, &held) == 0 && S_ISREG(held.st_mode) &&
      ::fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 && named.st_ino == held.st_ino &&
      named.st_dev == held.st_dev) {
    ::unlinkat(folder, name, 0);
  }
  ::close(descriptor);
}

}  // namespace

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

int make_temporary(const std::string& final_path, std::string* path) {
  static std::atomic<unsigned> count{0};
  while (true) {
    *path = concat(final_path, kMark, ::getpid(), "-", count++);
    const int result = ::open(path->c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (result < 0 && (errno == EEXIST || errno == EINTR)) continue;
    if (result < 0 || is_ours(result)) return result;
    ::close(result);
  }
}

void remove_abandoned(const std::string& final_path) {
  const std::string prefix =
      concat(std::string_view(final_path).substr(final_path.rfind('/') + 1), kMark);
  DIR* const folder = ::opendir(folder_of(final_path).c_str());
  if (!folder) return;
  while (const dirent* entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    if (name.starts_with(prefix) &&
        name.find_first_not_of("0123456789-", prefix.size()) == std::string_view::npos) {
      remove_if_abandoned(::dirfd(folder), entry->d_name);
    }
  }
  ::closedir(folder);
}

}  // namespace tocha
