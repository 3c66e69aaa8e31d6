// SPDX-License-Identifier: BSD-3-Clause
// Pipes to and from commands.
#include "core/io/pipe_file.h"

#include <signal.h>

#include <catch2/catch.hpp>

#include "core/io/disk_file.h"
#include "core/io/storage_io.h"
#include "tests/support/files.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;

TEST_CASE("pipes") {
  PipeFile in("echo 1 2 3; printf 'a line'", kRead);
  auto storage = new_storage(DType::Int, 0);
  CHECK(in.most_left(DType::Int) == -1);
  read_elements(in, *storage, 3);
  CHECK(static_cast<int32_t*>(storage->data())[2] == 3);
  CHECK(in.read_line() == "a line");
  CHECK_THROWS_AS(read_elements(in, *storage, int64_t{1} << 60), Error);
  CHECK_THROWS_AS(in.position(), Error);
  in.close();

  Folder folder;
  PipeFile out("cat > " + folder.file("x"), kWrite);
  out.write<int32_t>(5);
  out.close();
  CHECK(contents(folder.file("x")) == "5\n");
  CHECK(error_of([] { PipeFile("exit 3", kWrite).close(); }) ==
        "command 'exit 3': cannot write: it ended with status 3");
  CHECK(error_of([] { PipeFile("true", kBoth); }) ==
        "file mode of a pipe must be 'r' or 'w', not 'rw'");

  // Characters come as they are, however many pieces they are read in.
  PipeFile many("yes '' | head -c 300000; echo end", kRead);
  auto chars = new_storage(DType::Char, 0);
  read_elements(many, *chars, 300000);
  CHECK(chars->size() == 300000);
  CHECK(many.read_line() == "end");
}

TEST_CASE("a pipe whose reader is gone and a file over its limit are errors, not signals") {
  PipeFile pipe("exec true", kWrite);
  const std::string block(1 << 20, 'x');
  const std::string message = error_of([&] {
    for (int i = 0; i < 100; ++i) pipe.write_string(block);
  });
  CHECK(message.find("Broken pipe") != std::string::npos);

  Folder folder;
  DiskFile file(folder.file("x"), kWrite);
  const Limit limit(RLIMIT_FSIZE, 100000);
  CHECK(error_of([&] { file.write_string(block); }) ==
        "'" + folder.file("x") + "': wrote 100000 of 1048576 bytes: File too large");
  sigset_t pending;
  ::sigpending(&pending);
  CHECK(!::sigismember(&pending, SIGXFSZ));
  CHECK(!::sigismember(&pending, SIGPIPE));
}
