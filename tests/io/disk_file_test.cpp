// SPDX-License-Identifier: BSD-3-Clause
// Files on disk: buffers, full disks, and replacing a file only by a complete one.
#include "core/io/disk_file.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/support/files.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;
namespace fs = std::filesystem;

TEST_CASE("an unbuffered file reads and writes at once, and no further") {
  Folder folder;
  DiskFile out(folder.file("x"), kWrite);
  out.write_string("buffered");
  CHECK(contents(folder.file("x")).empty());
  out.synchronize();
  CHECK(contents(folder.file("x")) == "buffered");
  out.set_unbuffered();
  out.write_string(", not");
  CHECK(contents(folder.file("x")) == "buffered, not");
}

TEST_CASE("large blocks are read by several threads") {
  Folder folder;
  constexpr int64_t kCount = 11000000;  // of 4 bytes
  std::vector<int32_t> numbers(kCount);
  for (int64_t i = 0; i < kCount; ++i) numbers[size_t(i)] = int32_t(i * 2654435761u);
  {
    ReplacingFile out(folder.file("x"));
    out.binary = true;
    out.write(DType::Int, numbers.data(), kCount);
    out.write<int32_t>(42);
    out.close();
  }
  DiskFile in(folder.file("x"), kRead);
  in.binary = true;
  std::vector<int32_t> got(kCount);
  for (int i = 0; i < 3; ++i) got[size_t(i)] = in.read<int32_t>();  // the rest is partly read ahead
  CHECK(in.read(DType::Int, got.data() + 3, kCount - 3) == kCount - 3);
  CHECK(got == numbers);
  CHECK(in.position() == 4 * kCount);
  CHECK(in.read<int32_t>() == 42);
  CHECK_THROWS_AS(in.read<int32_t>(), Error);
}

TEST_CASE("a full disk is an error when the bytes reach it, at the latest at close") {
  DiskFile full("/dev/full", kWrite);
  full.write<int32_t>(1);  // waits in the buffer
  CHECK(error_of([&] { full.close(); }) == "'/dev/full': cannot write: No space left on device");
  CHECK(!full.is_open());
  DiskFile quiet("/dev/full", kWrite);
  quiet.quiet = true;
  quiet.set_unbuffered();
  CHECK(quiet.write_string("abc") == 0);
  CHECK(quiet.has_error);
}

TEST_CASE("a replacing file changes the old one only when it is complete") {
  Folder folder;
  const std::string path = folder.file("model.t7");
  put_contents(path, "old");
  {
    ReplacingFile file(path);
    file.write_string("half of the n");
    file.synchronize();
    CHECK(contents(path) == "old");
  }
  CHECK(contents(path) == "old");
  CHECK(folder.entries() == 1);

  ::chmod(path.c_str(), 0640);
  ReplacingFile file(path);
  file.write_string("new");
  file.close();
  CHECK(contents(path) == "new");
  CHECK(folder.entries() == 1);
  struct stat status;
  ::stat(path.c_str(), &status);
  CHECK((status.st_mode & 07777) == 0640);

  {
    ReplacingFile failing(path);
    const Limit limit(RLIMIT_FSIZE, 10);
    failing.write_string("more than ten bytes");
    CHECK_THROWS_AS(failing.close(), Error);
    CHECK(!failing.is_open());
  }
  CHECK(contents(path) == "new");
  CHECK(folder.entries() == 1);

  {  // a write that failed quietly is remembered
    ReplacingFile failing(path);
    failing.quiet = true;
    failing.set_unbuffered();
    {
      const Limit limit(RLIMIT_FSIZE, 10);
      failing.write_string("more than ten bytes");
    }
    failing.close();
  }
  CHECK(contents(path) == "new");
  CHECK(folder.entries() == 1);
}

TEST_CASE("what a killed writer left is removed by the next one, what a living one writes is not") {
  Folder folder;
  const std::string path = folder.file("x");
  const pid_t child = ::fork();
  if (child == 0) {
    ReplacingFile out(path);
    out.write_string("half");
    out.synchronize();
    ::kill(::getpid(), SIGKILL);
  }
  REQUIRE(child > 0);
  ::waitpid(child, nullptr, 0);
  CHECK(folder.entries() == 1);
  { std::ofstream(folder.file("x.tmp-notes")) << "not ours"; }
  ReplacingFile living(path);
  living.write_string("later");
  living.synchronize();
  CHECK(folder.entries() == 2);  // the notes and the file of `living`
  {
    ReplacingFile out(path);
    out.write_string("whole");
    CHECK(folder.entries() == 3);
    out.close();
  }
  CHECK(contents(path) == "whole");
  CHECK(folder.entries() == 3);
  living.close();
  CHECK(contents(path) == "later");
  CHECK(folder.entries() == 2);
}

TEST_CASE("a replacing file writes directly where no file can be beside it") {
  Folder folder;
  const std::string path = folder.file(std::string(250, 'n'));  // no room for a longer name
  for (const char* text : {"old and longer", "new"}) {
    ReplacingFile file(path);
    file.write_string(text);
    file.close();
    CHECK(contents(path) == text);
  }
  CHECK(folder.entries() == 1);
  if (::geteuid() == 0) return;  // whom permissions do not stop
  const std::string other = folder.file("x");
  put_contents(other, "old");
  fs::permissions(fs::path(other).parent_path(), fs::perms::owner_read | fs::perms::owner_exec);
  ReplacingFile file(other);
  file.write_string("new");
  file.close();
  fs::permissions(fs::path(other).parent_path(), fs::perms::owner_all);
  CHECK(contents(other) == "new");
}

TEST_CASE("a replacing file follows links, makes new files and leaves devices alone") {
  Folder folder;
  put_contents(folder.file("real"), "old");
  fs::create_symlink("real", folder.file("link"));
  ReplacingFile linked(folder.file("link"));
  linked.write_string("new");
  linked.close();
  CHECK(fs::is_symlink(folder.file("link")));
  CHECK(contents(folder.file("real")) == "new");

  const mode_t mask = ::umask(027);
  ReplacingFile fresh(folder.file("fresh"));
  fresh.close();
  ::umask(mask);
  struct stat status;
  ::stat(folder.file("fresh").c_str(), &status);
  CHECK((status.st_mode & 07777) == 0640);

  ReplacingFile device("/dev/null");
  device.write_string("x");
  device.close();
  CHECK(fs::is_character_file("/dev/null"));
  CHECK(error_of([&] { ReplacingFile(folder.file("none/x")); }) ==
        "cannot open '" + folder.file("none/x") + "' for writing: No such file or directory");
}
