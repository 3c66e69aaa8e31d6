// SPDX-License-Identifier: BSD-3-Clause
// Files in memory.
#include "core/io/memory_file.h"

#include <catch2/catch.hpp>
#include <cstring>

#include "tests/support/files.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("memory files share their storage") {
  auto storage = new_storage(DType::Char, 3);
  std::memcpy(storage->data(), "ab", 3);
  MemoryFile file(storage, kBoth);
  CHECK(file.read_rest() == "ab");
  file.write_string("cdefghijkl");
  CHECK(file.storage().get() == storage.get());
  CHECK(storage->size() == 13);
  CHECK(std::string(static_cast<char*>(storage->data())) == "abcdefghijkl");
  storage->resize(2);  // behind the file's back
  file.seek(0);
  CHECK(file.read_rest() == "a");
  CHECK(error_of([] { MemoryFile(new_storage(DType::Char, 0), kRead); }) ==
        "the storage must end with a 0");
}
