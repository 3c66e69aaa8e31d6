// SPDX-License-Identifier: BSD-3-Clause
// Files of numbers: what they write byte for byte, what they read back, and what they say about
// files that are damaged, closed, full or not there.
#include "core/io/file.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <sstream>
#include <vector>

#include "core/base/error.h"
#include "core/io/disk_file.h"
#include "core/io/memory_file.h"
#include "core/io/pipe_file.h"
#include "core/io/storage_io.h"
#include "core/tensor/tensor.h"

using namespace tocha;
namespace fs = std::filesystem;

namespace {

constexpr FileMode kRead{true, false}, kWrite{false, true}, kBoth{true, true};

// A folder for one test case.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "tocha-file-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()));
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  std::string file(const std::string& name) const { return path_ / name; }
  size_t entries() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(path_), {}));
  }

 private:
  fs::path path_;
};

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void put_contents(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// What `write(file)` leaves in a memory file.
template <class Write>
std::string written(Write write) {
  MemoryFile file(kBoth);
  write(file);
  file.seek(0);
  file.quiet = true;
  return file.read_rest();
}

// A memory file with that text, at its start.
struct Reading : MemoryFile {
  explicit Reading(const std::string& text) : MemoryFile(kBoth) {
    write_string(text);
    seek(0);
  }
};

template <class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

StoragePtr new_storage(DType dtype, int64_t n) {
  return StoragePtr::adopt(Storage::make(cpu_device(), dtype, n));
}

// Lowers a limit of the process for a while.
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

}  // namespace

TEST_CASE("ascii files have Torch7's text") {
  const double doubles[] = {1, 0.1, -2.5, 1e300, INFINITY, -INFINITY, -0.0, 1.0 / 3};
  CHECK(written([&](File& f) { f.write(DType::Double, doubles, 8); }) ==
        "1 0.10000000000000001 -2.5 1.0000000000000001e+300 inf -inf -0 0.33333333333333331\n");
  const float floats[] = {0.1f, 16777216, 1e-20f};
  CHECK(written([&](File& f) { f.write(DType::Float, floats, 3); }) ==
        "0.100000001 16777216 9.99999968e-21\n");
  const Half halves[] = {Half(0.1f), Half(-2)};
  CHECK(written([&](File& f) { f.write(DType::Half, halves, 2); }) == "0.0999755859 -2\n");
  const int32_t ints[] = {INT32_MIN, 0, 7};
  CHECK(written([&](File& f) { f.write(DType::Int, ints, 3); }) == "-2147483648 0 7\n");
  CHECK(written([&](File& f) { f.write(DType::Int, ints, 0); }).empty());
  CHECK(written([&](File& f) {
          f.auto_spacing = false;
          f.write(DType::Int, ints, 3);
        }) == "-214748364807");
  const uint8_t bytes[] = {0, '\n', 200};
  CHECK(written([&](File& f) { f.write(DType::Byte, bytes, 3); }) == std::string("\0\n\xc8\n", 4));
  CHECK(written([&](File& f) { f.write_string("no new line"); }) == "no new line");
}

TEST_CASE("what is written is read back, in every mode and type") {
  Folder folder;
  for (bool binary : {true, false}) {
    for (bool on_disk : {true, false}) {
      for (bool swapped : {true, false}) {
        INFO("binary " << binary << ", on disk " << on_disk << ", swapped " << swapped);
        std::unique_ptr<File> file;
        if (on_disk) {
          file = std::make_unique<DiskFile>(folder.file("x"), kBoth);
        } else {
          file = std::make_unique<MemoryFile>(kBoth);
        }
        file->binary = binary;
        file->swap_bytes = swapped;
        constexpr int64_t n = 10000;
        auto each_type = [](auto body) {
          body(uint8_t{}), body(int8_t{}), body(int16_t{}), body(int32_t{}), body(int64_t{});
          body(Half{}), body(float{}), body(double{});
        };
        auto values = [](auto zero) {
          using T = decltype(zero);
          std::vector<T> list(n);
          for (size_t i = 0; i < n; ++i) {
            list[i] = convert<T>(std::sin(static_cast<double>(i)) * 100);
          }
          return list;
        };
        each_type([&](auto zero) {
          using T = decltype(zero);
          file->write(kDType<T>, values(zero).data(), n);
          file->write<T>(values(zero)[7]);
        });
        file->seek(0);
        each_type([&](auto zero) {
          using T = decltype(zero);
          std::vector<T> list(n);
          CHECK(file->read(kDType<T>, list.data(), n) == n);
          CHECK(std::memcmp(list.data(), values(zero).data(), n * sizeof(T)) == 0);
          const T one = file->read<T>();
          CHECK(std::memcmp(&one, &list[7], sizeof(T)) == 0);
        });
        file->quiet = true;
        CHECK(file->read_rest().empty());
        CHECK(file->has_error);
        file->close();
        fs::remove(folder.file("x"));
      }
    }
  }
}

TEST_CASE("numbers are read as scanf reads them") {
  Reading file("  12 -3.5e2\t+7 inf -nan 1e999 0x 3.75abc");
  CHECK(file.read<int32_t>() == 12);
  CHECK(file.read<double>() == -350);
  CHECK(file.read<int16_t>() == 7);
  CHECK(file.read<float>() == std::numeric_limits<float>::infinity());
  CHECK(std::isnan(file.read<double>()));
  CHECK(file.read<double>() == std::numeric_limits<double>::infinity());
  CHECK(file.read<int32_t>() == 0);
  CHECK(message_of([&] { file.read<int32_t>(); }) ==
        "memory file: read 0 of 1 Int numbers: 'x 3.75abc' is no Int");
  CHECK(file.read_line() == "x 3.75abc");

  Reading large("99999999999");
  CHECK(message_of([&] { large.read<int32_t>(); }) ==
        "memory file: read 0 of 1 Int numbers: '99999999999' is no Int");
  CHECK(large.read<int64_t>() == 99999999999);
  Reading endless(std::string(100000, '1'));
  CHECK_THROWS_AS(endless.read<double>(), Error);
}

TEST_CASE("lines and the rest") {
  Folder folder;
  const std::string long_line(200000, 'x');
  put_contents(folder.file("x"), "one\n\n" + long_line + "\nlast");
  DiskFile file(folder.file("x"), kRead);
  CHECK(file.read_line() == "one");
  CHECK(file.read_line().empty());
  CHECK(file.read_line() == long_line);
  CHECK(file.read_line() == "last");
  CHECK(message_of([&] { file.read_line(); }) ==
        "'" + folder.file("x") + "': no line to read: end of file");
  file.seek(4);
  CHECK(file.read_rest() == "\n" + long_line + "\nlast");
  CHECK_THROWS_AS(file.read_rest(), Error);
}

TEST_CASE("the files of writers with longs of 4 bytes, and of big-endian ones") {
  const int64_t longs[] = {1, -2, INT32_MAX};
  const std::string narrow = written([&](File& f) {
    f.binary = true;
    f.set_long_size(4);
    f.write(DType::Long, longs, 3);
  });
  CHECK(narrow == std::string("\1\0\0\0\xfe\xff\xff\xff\xff\xff\xff\x7f", 12));
  Reading file(narrow);
  file.binary = true;
  file.set_long_size(4);
  int64_t back[3];
  CHECK(file.most_left(DType::Long) == 3);
  CHECK(file.read(DType::Long, back, 3) == 3);
  CHECK(std::equal(back, back + 3, longs));

  CHECK(written([](File& f) {
          f.binary = true;
          f.swap_bytes = true;
          f.set_long_size(4);
          f.write<int64_t>(1);
          f.write<int16_t>(0x1234);
        }) == std::string("\0\0\0\1\x12\x34", 6));
  CHECK(message_of([] {
          MemoryFile f(kWrite);
          f.binary = true;
          f.set_long_size(4);
          f.write<int64_t>(int64_t{1} << 40);
        }) == "memory file: 1099511627776 does not fit in a long of 4 bytes");
  CHECK(message_of([] { MemoryFile(kWrite).set_long_size(2); }) ==
        "long size must be 0, 4 or 8, not 2");
}

TEST_CASE("a truncated file says how much was there") {
  Folder folder;
  put_contents(folder.file("x"), std::string(10, 'a'));
  DiskFile file(folder.file("x"), kRead);
  file.binary = true;
  double values[2];
  CHECK(message_of([&] { file.read(DType::Double, values, 2); }) ==
        "'" + folder.file("x") + "': read 8 of 16 bytes: end of file");
  CHECK(file.has_error);
  file.has_error = false;
  file.seek(0);
  file.quiet = true;
  CHECK(file.read(DType::Double, values, 2) == 1);
  CHECK(file.has_error);
}

TEST_CASE("line ends of Windows are line ends") {
  Reading file("3\r\nab\r\n1.5 2.5\r\n7");
  CHECK(file.read<int32_t>() == 3);
  char text[2];
  file.read(DType::Char, text, 2);
  CHECK(std::string(text, 2) == "ab");
  double values[2];
  file.read(DType::Double, values, 2);
  CHECK(values[1] == 2.5);
  CHECK(file.read<int32_t>() == 7);
  Reading lone("3\ra");  // no line end
  CHECK(lone.read<int32_t>() == 3);
  CHECK(lone.read<int8_t>() == '\r');
}

TEST_CASE("a count beyond the file takes no memory") {
  Folder folder;
  put_contents(folder.file("x"), std::string(80, 'a'));
  DiskFile file(folder.file("x"), kRead);
  file.binary = true;
  auto storage = new_storage(DType::Double, 0);
  CHECK(message_of([&] { read_elements(file, *storage, int64_t{1} << 60); }) ==
        "'" + folder.file("x") + "': read 80 of 9223372036854775807 bytes: end of file");
  CHECK(message_of([&] { read_elements(file, *storage, -1); }) ==
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

TEST_CASE("positions") {
  Folder folder;
  DiskFile disk(folder.file("x"), kBoth);
  MemoryFile memory(kBoth);
  for (File* file : {static_cast<File*>(&disk), static_cast<File*>(&memory)}) {
    INFO(file->description());
    file->write_string("0123456789");
    CHECK(file->position() == 10);
    file->seek(3);
    CHECK(file->position() == 3);
    int8_t c;
    file->binary = true;
    file->read(DType::Char, &c, 1);
    CHECK(c == '3');
    CHECK(file->position() == 4);
    file->write_string("ab");  // at the position, though bytes were read ahead
    CHECK(file->position() == 6);
    file->read(DType::Char, &c, 1);
    CHECK(c == '6');
    file->seek_end();
    CHECK(file->position() == 10);
    file->seek(0);
    CHECK(file->read_rest() == "0123ab6789");
    CHECK_THROWS_AS(file->seek(-1), Error);
  }
  CHECK(message_of([&] { memory.seek(11); }) ==
        "memory file: cannot move to position 12: it has 10 bytes");
  memory.quiet = true;
  memory.has_error = false;
  memory.seek(11);
  CHECK(memory.has_error);
}

TEST_CASE("closed files and wrong modes") {
  Folder folder;
  const std::string name = folder.file("x");
  DiskFile out(name, kWrite);
  CHECK(message_of([&] { out.read_line(); }) == "'" + name + "' is open for writing only");
  out.close();
  CHECK(message_of([&] { out.write_string("x"); }) == "'" + name + "' is closed");
  CHECK(message_of([&] { out.close(); }) == "'" + name + "' is closed");
  CHECK(message_of([&] { out.position(); }) == "'" + name + "' is closed");
  DiskFile in(name, kRead);
  CHECK(message_of([&] { in.write_string("x"); }) == "'" + name + "' is open for reading only");
  CHECK(message_of([&] { DiskFile(folder.file("none"), kRead); }) ==
        "cannot open '" + folder.file("none") + "' for reading: No such file or directory");
  CHECK(message_of([&] { DiskFile(folder.file("."), kRead); }) ==
        "cannot open '" + folder.file(".") + "' for reading: Is a directory");
  CHECK(message_of([] { FileMode::parse("a"); }) == "file mode must be 'r', 'w' or 'rw', not 'a'");
}

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
  CHECK(message_of([] { MemoryFile(new_storage(DType::Char, 0), kRead); }) ==
        "the storage must end with a 0");
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
  CHECK(message_of([] { PipeFile("exit 3", kWrite).close(); }) ==
        "command 'exit 3': cannot write: it ended with status 3");
  CHECK(message_of([] { PipeFile("true", kBoth); }) ==
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
  const std::string message = message_of([&] {
    for (int i = 0; i < 100; ++i) pipe.write_string(block);
  });
  CHECK(message.find("Broken pipe") != std::string::npos);

  Folder folder;
  DiskFile file(folder.file("x"), kWrite);
  const Limit limit(RLIMIT_FSIZE, 100000);
  CHECK(message_of([&] { file.write_string(block); }) ==
        "'" + folder.file("x") + "': wrote 100000 of 1048576 bytes: File too large");
  sigset_t pending;
  ::sigpending(&pending);
  CHECK(!::sigismember(&pending, SIGXFSZ));
  CHECK(!::sigismember(&pending, SIGPIPE));
}

TEST_CASE("a full disk is an error when the bytes reach it, at the latest at close") {
  DiskFile full("/dev/full", kWrite);
  full.write<int32_t>(1);  // waits in the buffer
  CHECK(message_of([&] { full.close(); }) == "'/dev/full': cannot write: No space left on device");
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
  CHECK(message_of([&] { ReplacingFile(folder.file("none/x")); }) ==
        "cannot open '" + folder.file("none/x") + "' for writing: No such file or directory");
}
