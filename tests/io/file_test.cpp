// SPDX-License-Identifier: BSD-3-Clause
// What every file of numbers does: what is written byte for byte, what is read back, and what is
// said about damaged and closed files.
#include "core/io/file.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>

#include "core/io/disk_file.h"
#include "core/io/memory_file.h"
#include "tests/support/files.h"
#include "tests/support/tensors.h"

using namespace tocha;
using namespace tocha::testing;
namespace fs = std::filesystem;

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
        static constexpr int64_t n = 10000;
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
          // Bits are compared, NaN included. NOLINTNEXTLINE(bugprone-suspicious-memory-comparison)
          CHECK(std::memcmp(list.data(), values(zero).data(), n * sizeof(T)) == 0);
          const T one = file->read<T>();
          CHECK(std::memcmp(&one, &list[7], sizeof(T)) == 0);  // NOLINT: the same
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
  CHECK(error_of([&] { file.read<int32_t>(); }) ==
        "memory file: read 0 of 1 Int numbers: 'x 3.75abc' is no Int");
  CHECK(file.read_line() == "x 3.75abc");

  Reading large("99999999999");
  CHECK(error_of([&] { large.read<int32_t>(); }) ==
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
  CHECK(error_of([&] { file.read_line(); }) ==
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
  CHECK(error_of([] {
          MemoryFile f(kWrite);
          f.binary = true;
          f.set_long_size(4);
          f.write<int64_t>(int64_t{1} << 40);
        }) == "memory file: 1099511627776 does not fit in a long of 4 bytes");
  CHECK(error_of([] { MemoryFile(kWrite).set_long_size(2); }) ==
        "long size must be 0, 4 or 8, not 2");
}

TEST_CASE("a truncated file says how much was there") {
  Folder folder;
  put_contents(folder.file("x"), std::string(10, 'a'));
  DiskFile file(folder.file("x"), kRead);
  file.binary = true;
  double values[2];
  CHECK(error_of([&] { file.read(DType::Double, values, 2); }) ==
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
  Reading special("1.#INF -1.#INF 1.#QNAN -1.#IND 1.#INF00 1e+005 1.#X");
  CHECK(special.read<double>() == INFINITY);
  CHECK(special.read<float>() == -INFINITY);
  CHECK(std::isnan(special.read<double>()));
  CHECK(std::isnan(float(special.read<Half>())));
  CHECK(special.read<double>() == INFINITY);
  CHECK(special.read<double>() == 1e5);
  CHECK(special.read<double>() == 1);  // what follows is no number
  CHECK(error_of([&] { special.read<double>(); }).ends_with("'#X' is no Double"));
  Reading lone("3\ra");  // no line end
  CHECK(lone.read<int32_t>() == 3);
  CHECK(lone.read<int8_t>() == '\r');
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
  CHECK(error_of([&] { memory.seek(11); }) ==
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
  CHECK(error_of([&] { out.read_line(); }) == "'" + name + "' is open for writing only");
  out.close();
  CHECK(error_of([&] { out.write_string("x"); }) == "'" + name + "' is closed");
  CHECK(error_of([&] { out.close(); }) == "'" + name + "' is closed");
  CHECK(error_of([&] { out.position(); }) == "'" + name + "' is closed");
  DiskFile in(name, kRead);
  CHECK(error_of([&] { in.write_string("x"); }) == "'" + name + "' is open for reading only");
  CHECK(error_of([&] { DiskFile(folder.file("none"), kRead); }) ==
        "cannot open '" + folder.file("none") + "' for reading: No such file or directory");
  CHECK(error_of([&] { DiskFile(folder.file("."), kRead); }) ==
        "cannot open '" + folder.file(".") + "' for reading: Is a directory");
  CHECK(error_of([] { FileMode::parse("a"); }) == "file mode must be 'r', 'w' or 'rw', not 'a'");
}
