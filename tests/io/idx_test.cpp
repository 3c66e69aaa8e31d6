// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/idx.h"

#include <zlib.h>
#include <catch2/catch.hpp>

#include "tests/support/files.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

namespace {

const std::string kBytes("\0\0\x08\x02\0\0\0\x02\0\0\0\x03\x01\x02\x03\x04\x05\xff", 18);

std::string path() {
  static const Folder folder;
  return folder.file("x");
}

std::string error_for(const std::string& bytes) {
  put_contents(path(), bytes);
  std::string text = error_of([] { read_idx(path()); });
  const size_t at = text.find(path());
  return at == text.npos ? text : text.replace(at, path().size(), "FILE");
}

std::string gzip(const std::string& bytes) {
  gzFile file = gzopen(path().c_str(), "wb");
  gzwrite(file, bytes.data(), unsigned(bytes.size()));
  gzclose(file);
  return contents(path());
}

}  // namespace

TEST_CASE("IDX files, plain and compressed") {
  for (bool packed : {false, true}) {
    put_contents(path(), packed ? gzip(kBytes) : kBytes);
    const Tensor t = read_idx(path());
    CHECK(t.dtype() == DType::Byte);
    CHECK(Shape{t.sizes()} == Shape{2, 3});
    CHECK(values(t) == std::vector<double>{1, 2, 3, 4, 5, 255});
  }
}

TEST_CASE("multi-byte elements are big-endian") {
  put_contents(path(), std::string("\0\0\x0C\x01\0\0\0\x01\x00\x01\x02\x03", 12));
  CHECK(values(read_idx(path())) == std::vector<double>{0x010203});
}

TEST_CASE("files that are not IDX, cut off or damaged end in an error") {
  CHECK(error_of([] { read_idx("/no/such/file"); }) ==
        "cannot read '/no/such/file': No such file or directory");
  CHECK(error_for("PK\x03\x04") == "'FILE' is not an IDX file: it begins with 80 75 3 4");
  CHECK(error_for(kBytes.substr(0, 15)) == "'FILE' is cut off: 3 of 6 bytes are there");
  CHECK(error_for(kBytes + "x") == "'FILE' has bytes after its 2x3 elements");
  std::string huge = kBytes;
  huge[4] = huge[8] = '\x7f';
  CHECK(error_for(huge) == "'FILE' is damaged: it cannot hold 2130706434x2130706435 elements");
  for (size_t n = 0; n < kBytes.size(); ++n) CHECK(error_for(kBytes.substr(0, n)) != "");
  std::string packed = gzip(kBytes);
  for (size_t n = 12; n < packed.size() - 8; ++n) CHECK(error_for(packed.substr(0, n)) != "");
  packed[packed.size() - 6] ^= 1;  // the checksum
  CHECK(error_for(packed).find("'FILE' is damaged") == 0);
}
