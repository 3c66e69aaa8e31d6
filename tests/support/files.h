// SPDX-License-Identifier: BSD-3-Clause
// Folders, files and limits for tests of what reads and writes them.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/io/memory_file.h"
#include "core/tensor/tensor.h"

namespace tocha::testing {

inline constexpr FileMode kRead{true, false}, kWrite{false, true}, kBoth{true, true};

/// A folder for one test case.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tocha-file-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()));
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name) const { return path_ / name; }
  size_t entries() const {
    return size_t(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::filesystem::path path_;
};

inline std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline void put_contents(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// What `write(file)` leaves in a memory file.
template <class Write>
std::string written(const Write& write) {
  MemoryFile file(kBoth);
  write(file);
  file.seek(0);
  file.quiet = true;
  return file.read_rest();
}

/// A memory file with that text, at its start.
struct Reading : MemoryFile {
  explicit Reading(const std::string& text) : MemoryFile(kBoth) {
    write_string(text);
    seek(0);
  }
};

/// A storage of `n` elements in host memory.
inline StoragePtr new_storage(DType dtype, int64_t n) {
  return StoragePtr::adopt(Storage::make(cpu_device(), dtype, n));
}

/// Lowers a limit of the process for a while.
class Limit {
 public:
  Limit(int resource, rlim_t value) : resource_(resource) {
    ::getrlimit(static_cast<__rlimit_resource_t>(resource_), &before_);
    const rlimit lower{value, before_.rlim_max};
    ::setrlimit(static_cast<__rlimit_resource_t>(resource_), &lower);
  }
  ~Limit() { ::setrlimit(static_cast<__rlimit_resource_t>(resource_), &before_); }

 private:
  int resource_;
  rlimit before_;
};

}  // namespace tocha::testing
