// SPDX-License-Identifier: BSD-3-Clause
#include "core/tensor/mapped.h"

#include <cerrno>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/tensor/tensor.h"

namespace tocha {
namespace {

struct File {
  int descriptor;
  explicit File(int descriptor) : descriptor(descriptor) {}
  File(const File&) = delete;
  ~File() {
    if (descriptor >= 0) close(descriptor);
  }
};

struct Pages {
  void* start = MAP_FAILED;
  size_t bytes = 0;
  std::string shared_name;  // of shared memory, which goes with the first storage over it
  ~Pages() {
    if (start == MAP_FAILED) return;
    munmap(start, bytes);
    if (!shared_name.empty()) shm_unlink(shared_name.c_str());  // another may have done it already
  }
};

[[noreturn]] void fail_file(const char* what, const std::string& path) {
  fail_environment("cannot ", what, " '", path, "': ", std::strerror(errno));
}

int open_file(const std::string& path, Mapping mapping) {
  switch (mapping) {
    case Mapping::Private:
      return open(path.c_str(), O_RDONLY | O_CLOEXEC);
    case Mapping::Shared:
      return open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    case Mapping::SharedMemory:
      return shm_open(path.c_str(), O_RDWR | O_CREAT, 0600);
  }
  return -1;
}

}  // namespace

Storage* map_file(DType dtype, const std::string& path, int64_t size, Mapping mapping) {
  File file(open_file(path, mapping));
  if (file.descriptor < 0) fail_file("open", path);
  struct stat status;
  if (fstat(file.descriptor, &status) != 0) fail_file("examine", path);

  const int64_t element = element_size(dtype);
  int64_t bytes;
  if (size < 0 || __builtin_mul_overflow(size, element, &bytes)) {
    fail("a storage of ", size, " elements is not possible");
  }
  if (size == 0) {
    size = status.st_size / element;
    bytes = size * element;
    if (size == 0) {
      fail("file '", path, "' of ", int64_t(status.st_size), " bytes holds no ", dtype,
           " element and no size is given");
    }
  }
  if (status.st_size < bytes) {
    if (mapping == Mapping::Private) {
      fail("file '", path, "' has ", int64_t(status.st_size), " bytes, too few for ", size, " ",
           dtype, " elements");
    }
    if (ftruncate(file.descriptor, bytes) != 0) fail_file("extend", path);
  }

  auto pages = std::make_unique<Pages>();
  pages->bytes = size_t(bytes);
  pages->start = mmap(nullptr, pages->bytes, PROT_READ | PROT_WRITE,
                      mapping == Mapping::Private ? MAP_PRIVATE : MAP_SHARED, file.descriptor, 0);
  if (pages->start == MAP_FAILED) fail_file("map", path);
  if (mapping == Mapping::SharedMemory) pages->shared_name = path;
  Storage* storage = Storage::wrap(
      cpu_device(), dtype, pages->start, size,
      [](void* context) { delete static_cast<Pages*>(context); }, pages.get());
  static_cast<void>(pages.release());  // the storage has it now
  return storage;
}

}  // namespace tocha
