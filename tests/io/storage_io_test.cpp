// SPDX-License-Identifier: BSD-3-Clause
// Storages in files: their format, and counts that cannot be true.
#include "core/io/storage_io.h"

#include <catch2/catch.hpp>

#include "core/io/disk_file.h"
#include "tests/support/files.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("storages are written as their size and their elements") {
  auto storage = new_storage(DType::Float, 2);
  static_cast<float*>(storage->data())[0] = 1;
  static_cast<float*>(storage->data())[1] = -2;
  CHECK(written([&](File& f) { write_storage(f, *storage); }) == "2\n1 -2\n");
  Reading file("3\n5 6 7\n0\n9\n");
  read_storage(file, *storage);
  CHECK(storage->size() == 3);
  CHECK(static_cast<float*>(storage->data())[2] == 7);
  read_storage(file, *storage);
  CHECK(storage->size() == 0);
  CHECK(file.read<int32_t>() == 9);
}

TEST_CASE("a count beyond the file takes no memory") {
  Folder folder;
  put_contents(folder.file("x"), std::string(80, 'a'));
  DiskFile file(folder.file("x"), kRead);
  file.binary = true;
  auto storage = new_storage(DType::Double, 0);
  CHECK(error_of([&] { read_elements(file, *storage, int64_t{1} << 60); }) ==
        "'" + folder.file("x") + "': read 80 of 9223372036854775807 bytes: end of file");
  CHECK(error_of([&] { read_elements(file, *storage, -1); }) ==
        "'" + folder.file("x") + "': a number of elements cannot be -1");
  CHECK(storage->size() == 0);
  file.quiet = true;
  read_elements(file, *storage, 100);
  CHECK(storage->size() == 10);
  CHECK(file.has_error);

  Reading text("1 2 3");
  CHECK_THROWS_AS(read_elements(text, *storage, 1000000000), Error);
  text.quiet = true;
  read_elements(text, *storage, 1000000000);
  CHECK(storage->size() == 3);
}
