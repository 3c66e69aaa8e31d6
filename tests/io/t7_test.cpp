// SPDX-License-Identifier: BSD-3-Clause
// .t7 files read without Lua: what Torch7 recorded, what is shared and circular, and files that are
// cut, changed or made to do harm.
#include "core/io/t7.h"

#include <catch2/catch.hpp>

#include <cstring>
#include <set>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/memory_file.h"
#include "core/io/t7_parts.h"
#include "tests/support/files.h"

using namespace tocha;
using namespace tocha::testing;

namespace {

t7::Document parse(const std::string& text, bool binary = false, int long_size = 8) {
  Reading file(text);
  file.binary = binary;
  file.set_long_size(long_size);
  return t7::load(file);
}

std::string message_of(const std::string& text, bool binary = false) {
  try {
    parse(text, binary);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

std::string tensor_text(const std::string& layout) {
  return "4\n1\n3\nV 1\n18\ntorch.DoubleTensor\n" + layout +
         "4\n2\n3\nV 1\n19\ntorch.DoubleStorage\n2\n1 2\n";
}

// The bytes of a binary file, piece by piece.
struct Bytes {
  std::string text;
  template <class T>
  Bytes& put(T value) {
    text.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  Bytes& put_text(const std::string& value) {
    put(int32_t(value.size()));
    text += value;
    return *this;
  }
};

}  // namespace

TEST_CASE("Torch7's recorded values, binary and ascii") {
  for (const char* name : {"values_binary.t7", "values_ascii.t7"}) {
    INFO(name);
    const t7::Document document = t7::load(TOCHA_GOLDEN_DIR "/" + std::string(name));
    const t7::Table& values = document.root().table();
    CHECK(values.fields.size() == 44);
    CHECK(values["number"].number() == 3.25);
    CHECK(values["int"].integer() == 42);
    CHECK(values["inf"].number() == INFINITY);
    CHECK(values["yes"].boolean());
    CHECK(!values["no"].boolean());
    CHECK(values[1].string() == "first");
    CHECK(values["string"].string() == std::string("plain \0 with zero \n and newline", 31));
    CHECK(values["nothing"].is_nil());
    CHECK(document.root().list().size() == 2);

    const t7::Table& nested = values["nested"].table();
    CHECK(&nested["self"].table() == &nested);
    CHECK(nested["a"].table()["b"].table()["c"].string() == "d");

    for (int type = 0; type < kDTypes; ++type) {
      const DType dtype = DType(type);
      if (dtype == DType::BFloat16) continue;  // not one of Torch7's
      const std::string name = concat("torch.", dtype, "Tensor");
      INFO(name);
      const Tensor& full = values[name].tensor();
      CHECK(full.dtype() == dtype);
      CHECK(Shape(full.sizes()) == Shape{2, 3, 4});
      const Tensor& part = values[name + "_noncontiguous"].tensor();
      CHECK(Shape(part.sizes()) == Shape{2, 3, 2});
      CHECK(Shape(part.strides()) == Shape{1, 4, 12});
      CHECK(part.offset() == 1);
      CHECK(values[name + "_empty"].tensor().empty());
      visit(dtype, [&](auto zero) {
        using T = decltype(zero);
        for (int i = 0; i < 24; ++i) CHECK(convert<int>(full.data<T>()[i]) == i + 1);
        CHECK(convert<int>(part.data<T>()[12]) == 14);
        CHECK(part.storage()->size() == 24);
        Storage& storage = values[concat("torch.", dtype, "Storage")].storage();
        CHECK(storage.size() == 3);
        CHECK(convert<int>(static_cast<T*>(storage.data())[2]) == 3);
      });
    }

    const t7::Table& shared = values["shared"].table();
    const Tensor &whole = shared["whole"].tensor(), &tail = shared["tail"].tensor();
    CHECK(whole.storage() == tail.storage());
    CHECK(tail.offset() == 2);
  }
}

TEST_CASE("Torch7's recorded layers") {
  Tensor weight;
  {
    const t7::Document document = t7::load(TOCHA_GOLDEN_DIR "/layers.t7");
    const auto layers = document.root().list();
    CHECK(layers.size() == 113);
    for (const t7::Value& layer : layers) {
      const t7::Object& module = layer.table()["module"].object();
      CHECK(module.class_name == layer.table()["type"].string());
      CHECK(module.version >= 1);
      CHECK(module.at("_type").string() == "torch.DoubleTensor");
    }
    weight = layers[0].table()["module"].object().at("weight").tensor();
  }
  CHECK(weight.dim() == 2);  // lives on
  CHECK(weight.data<double>()[0] == weight.data<double>()[0]);
}

TEST_CASE("one object is one address, cycles and shared tensors included") {
  // {t, t, list} with list = {list}
  const t7::Document document =
      parse("3\n1\n3\n1\n1\n" + std::string("4\n5\n3\nV 1\n17\ntorch.FloatTensor\n1\n1\n1\n1\n") +
            "4\n6\n3\nV 1\n18\ntorch.FloatStorage\n1\n7\n" + "1\n2\n4\n5\n" +
            "1\n3\n3\n8\n1\n1\n1\n3\n8\n");
  const auto items = document.root().list();
  REQUIRE(items.size() == 3);
  CHECK(&items[0].tensor() == &items[1].tensor());
  CHECK(items[0].tensor().data<float>()[0] == 7);
  CHECK(&items[2].table()[1].table() == &items[2].table());
}

TEST_CASE("classes on GPUs are read as those of host memory, other classes by name") {
  const t7::Document tensor = parse(
      "4\n1\n3\nV 1\n16\ntorch.CudaTensor\n1\n2\n1\n1\n4\n2\n3\nV 1\n17\ntorch.CudaStorage\n2\n1 "
      "2\n");
  CHECK(tensor.root().tensor().dtype() == DType::Float);
  CHECK(parse("4\n1\n3\nV 1\n21\ntorch.CudaLongStorage\n1\n5\n").root().storage().dtype() ==
        DType::Long);
  const t7::Document old = parse("4\n1\n10\ncudnn.ReLU\n3\n2\n1\n2\n1\na\n5\n1\n");
  CHECK(old.root().object().class_name == "cudnn.ReLU");
  CHECK(old.root().object().version == 0);
  CHECK(old.root().object().at("a").boolean());
  CHECK(parse("4\n1\n4\nV 12\n1\nX\n3\n2\n0\n").root().object().version == 12);
  CHECK(!t7::tensor_class("torch.Tensor"));
  CHECK(!t7::tensor_class("torch.CudaTimer"));
}

TEST_CASE("functions stay bytes") {
  for (const char* kind : {"7\n1\n", "8\n1\n", "6\n"}) {
    const t7::Document document = parse(std::string(kind) + "3\nabc\n3\n2\n0\n");
    const auto* function = document.root().pointer<t7::Function>();
    REQUIRE(function);
    CHECK(function->dump == "abc");
    CHECK(function->upvalues->fields.empty());
  }
}

TEST_CASE("writers whose long has 4 bytes") {
  Bytes bytes;
  bytes.put<int32_t>(t7::kTorch).put<int32_t>(1).put_text("V 1").put_text("torch.LongStorage");
  bytes.put<int32_t>(3).put<int32_t>(-1).put<int32_t>(2).put<int32_t>(1 << 30);
  const t7::Document document = parse(bytes.text, true, 4);
  const auto* values = static_cast<const int64_t*>(document.root().storage().data());
  CHECK(values[0] == -1);
  CHECK(values[2] == 1 << 30);
  const Folder folder;
  const std::string path = folder.file("x");
  put_contents(path, bytes.text);
  CHECK(t7::load(path).root().storage().size() == 3);
}

TEST_CASE("several objects of one file refer to each other's indices only in themselves") {
  MemoryFile file(FileMode{true, true});
  file.write_string("1\n5\n3\n1\n0\n3\n1\n0\n");
  file.seek(0);
  CHECK(t7::load(file).root().number() == 5);
  CHECK(t7::load(file).root().table().fields.empty());
  CHECK(t7::load(file).root().table().fields.empty());
}

TEST_CASE("contents that make no sense") {
  const std::string where = "memory file: ";
  CHECK(message_of("9\n") ==
        where +
            "a value of the unknown kind 9; the file is damaged, or written in "
            "another mode than ascii");
  CHECK(message_of("2\n2000000000\nx") == where + "read 1 of 2000000000 bytes: end of file");
  CHECK(message_of("2\n-1\n") == where + "a number of elements cannot be -1");
  CHECK(message_of("3\n1\n-5\n") == where + "a table of -5 fields");
  CHECK(message_of("3\n1\n2000000000\n1\n1\n1\n1\n") ==
        where + "read 0 of 1 Int numbers: end of file");
  CHECK(message_of("3\n1\n1\n0\n1\n1\n") == where + "a field without a name");
  CHECK(message_of("3\n1\n1\n1\nnan\n1\n1\n") == where + "a field without a name");
  CHECK(message_of("4\n1\n3\nV x\n1\nX\n") == where + "the version 'V x'");
  CHECK(message_of("4\n1\n3\nV 1\n3\nX\001Y\n1\n5\n") ==
        where + "class <X?Y> has a file format of its own, which is not known here");
  CHECK(message_of("8\n1\n1\nx\n1\n1\n") == where + "a function without upvalues");
  CHECK(message_of("4\n1\n3\nV 1\n19\ntorch.DoubleStorage\n1000000000000000\n1 2") ==
        where + "read 2 of 1000000000000000 Double numbers: end of file");
  CHECK(message_of(tensor_text("1000\n")) ==
        where + "a tensor of 1000 dimensions; at most 16 are possible");
  CHECK(message_of(tensor_text("2\n2 3\n3 1\n1\n")) ==
        where +
            "a tensor of sizes 2x3, strides 3x1 and offset 1 does not fit in a storage of 2 "
            "elements");
  CHECK(message_of(tensor_text("1\n3\n9223372036854775807\n1\n"))
            .starts_with(where + "a tensor of sizes 3, strides 9223372036854775807 and"));
  CHECK(message_of(tensor_text("1\n1\n1\n9223372036854775807\n")) ==
        where + "a tensor of offset 9223372036854775807");
  CHECK(message_of("4\n1\n3\nV 1\n18\ntorch.DoubleTensor\n1\n1\n1\n1\n4\n1\n") ==
        where + "a DoubleTensor over a DoubleTensor empty");
  CHECK(message_of("4\n1\n3\nV 1\n18\ntorch.DoubleTensor\n1\n1\n1\n1\n"
                   "4\n2\n3\nV 1\n18\ntorch.FloatStorage\n1\n1\n") ==
        where + "a DoubleTensor over a FloatStorage");
  MemoryFile quiet(FileMode{true, true});
  quiet.quiet = true;
  CHECK_THROWS_AS(t7::load(quiet), Error);
  CHECK_THROWS_AS(t7::load("/nowhere/x.t7"), Error);
  CHECK_THROWS_AS(t7::load("/dev/null"), Error);
}

TEST_CASE("deep nesting") {
  const auto nested = [](int levels) {
    std::string text;
    for (int i = 1; i <= levels; ++i) text += concat("3\n", i, "\n1\n1\n1\n");
    return text + "0\n";
  };
  CHECK(message_of(nested(t7::kDeepest)) == "no error");
  CHECK(message_of(nested(t7::kDeepest + 1)) ==
        "memory file: objects are nested more than 30000 levels deep");
}

TEST_CASE("a value that is not what is asked for") {
  const t7::Document document = parse("3\n1\n2\n1\n1\n2\n1\nx\n1\n2\n1\n0.5\n");
  const t7::Table& table = document.root().table();
  CHECK_THROWS_WITH(table[1].number(), "a number expected, got the string 'x'");
  CHECK_THROWS_WITH(table[2].integer(), "an integer expected, got 0.5");
  CHECK_THROWS_WITH(table[3].tensor(), "a tensor expected, got nil");
  CHECK_THROWS_WITH(document.root().object(), "an object expected, got a table");
}

// Whatever the bytes are, reading ends with a value or one error, and takes no memory out of
// proportion.
TEST_CASE("every byte changed and every length") {
  const auto survives = [](const std::string& text, bool binary) {
    const std::string message = message_of(text, binary);
    return message.size() < 400 && memory::statistics().peak_bytes < 64 << 20;
  };
  for (const bool binary : {true, false}) {
    const std::string text =
        contents(std::string(TOCHA_GOLDEN_DIR "/values_") + (binary ? "binary.t7" : "ascii.t7"));
    REQUIRE(text.size() > 4000);
    for (size_t i = 0; i < text.size(); ++i) {
      INFO(i);
      for (const int change : {1, 128, 255}) {
        std::string other = text;
        other[i] = char(other[i] ^ change);
        REQUIRE(survives(other, binary));
      }
      const std::string cut = text.substr(0, i);
      if (binary) REQUIRE(message_of(cut, true) != "no error");
      REQUIRE(survives(cut, binary));
    }
  }
}
