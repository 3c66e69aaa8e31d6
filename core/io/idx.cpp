// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/idx.h"

#include <sys/stat.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace tocha {
namespace {

// zlib's reader takes plain files as they are.
class GzipFile {
 public:
  explicit GzipFile(const std::string& path) : path_(path), file_(gzopen(path.c_str(), "rb")) {
    struct stat status;
    if (!file_ || stat(path.c_str(), &status) != 0) {
      fail_environment("cannot read '", path, "': ", std::strerror(errno));
    }
    if (S_ISDIR(status.st_mode)) fail_environment("cannot read '", path, "': it is a directory");
    size_ = status.st_size;
  }
  ~GzipFile() { gzclose(file_); }
  GzipFile(const GzipFile&) = delete;

  /// At most this many bytes can come out: deflate expands by a factor below 1,032.
  int64_t bound() const { return size_ * 1032; }

  void read(void* to, int64_t bytes) {
    const int64_t got = read_some(to, bytes);
    if (got != bytes) fail("'", path_, "' is cut off: ", got, " of ", bytes, " bytes are there");
  }
  int64_t read_some(void* to, int64_t bytes) {
    int64_t done = 0;
    while (done < bytes) {
      const auto part = unsigned(std::min<int64_t>(bytes - done, 1 << 30));
      const int n = gzread(file_, static_cast<char*>(to) + done, part);
      int code = 0;
      const char* text = gzerror(file_, &code);
      // A file that ends within the compressed stream is reported like any missing bytes.
      if (n < 0 && code != Z_BUF_ERROR) fail("'", path_, "' is damaged: ", text);
      if (n <= 0) break;
      done += n;
    }
    return done;
  }

  /// The compressed stream ended before its checksum, so what was read is unproven.
  bool ends_early() const {
    int code = 0;
    gzerror(file_, &code);
    return code == Z_BUF_ERROR;
  }

 private:
  const std::string path_;
  gzFile file_;
  int64_t size_ = 0;
};

template <class T>
T big_endian(const unsigned char* bytes) {
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) value = T(value << 8 | bytes[i]);
  return value;
}

void swap_bytes(char* data, int64_t count, int size) {
  for (int64_t i = 0; i < count; ++i) std::reverse(data + i * size, data + (i + 1) * size);
}

}  // namespace

Tensor read_idx(const std::string& path) {
  GzipFile file(path);
  unsigned char head[4];
  file.read(head, 4);
  const int dims = head[3];
  DType dtype = DType::Byte;
  bool known = head[0] == 0 && head[1] == 0 && dims >= 1 && dims <= kMaxDims;
  switch (head[2]) {
    case 0x08:
      dtype = DType::Byte;
      break;
    case 0x09:
      dtype = DType::Char;
      break;
    case 0x0B:
      dtype = DType::Short;
      break;
    case 0x0C:
      dtype = DType::Int;
      break;
    case 0x0D:
      dtype = DType::Float;
      break;
    case 0x0E:
      dtype = DType::Double;
      break;
    default:
      known = false;
  }
  if (!known) {
    fail("'", path, "' is not an IDX file: it begins with ", int(head[0]), " ", int(head[1]), " ",
         int(head[2]), " ", int(head[3]));
  }
  Shape sizes;
  for (int d = 0; d < dims; ++d) {
    unsigned char bytes[4];
    file.read(bytes, 4);
    sizes.push_back(big_endian<uint32_t>(bytes));
  }
  const int size = element_size(dtype);
  const int64_t count = sizes.numel();
  if (count > file.bound() / size) {
    fail("'", path, "' is damaged: it cannot hold ", sizes, " elements");
  }
  if (count == 0) return Tensor(dtype);
  Tensor result(dtype, sizes);
  file.read(result.bytes(), count * size);
  char extra;
  if (file.read_some(&extra, 1) != 0) fail("'", path, "' has bytes after its ", sizes, " elements");
  if (file.ends_early()) fail("'", path, "' is cut off: the checksum is missing");
  if (size > 1) swap_bytes(result.bytes(), count, size);
  return result;
}

}  // namespace tocha
