// SPDX-License-Identifier: BSD-3-Clause
// The half of fields.lua in C++: loads the records that it left in a folder's `records.t7`, each a
// module with a hostile field, its input and gradient, and runs them. Errors are fine.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <deque>
#include <fstream>

#include "core/base/memory.h"
#include "core/io/memory_file.h"
#include "core/io/t7.h"
#include "core/nn/module.h"

namespace {

using namespace tocha;

int findings = 0;

// The tensors and numbers of a file as an argument; lists of them too.
nn::Value argument(const t7::Value& from, std::deque<nn::List>& lists) {
  if (const auto* number = from.get_if<double>()) return *number;
  if (const auto* tensor = from.pointer<Tensor>()) return *tensor;
  if (!from.pointer<t7::Table>()) return {};
  auto list = [&](auto& self, const t7::Value& value, int depth) -> nn::List {
    nn::List result;
    if (depth == 0) return result;  // a list that contains itself has no end
    for (const t7::Value& one : value.list()) {
      if (const auto* tensor = one.pointer<Tensor>()) result.add(*tensor);
      if (one.pointer<t7::Table>()) result.add(self(self, one, depth - 1));
    }
    return result;
  };
  lists.push_back(list(list, from, 8));
  return lists.back();
}

template <class Body>
void attempt(const std::string& what, Body&& body) {
  auto found = [&](const char* text) {
    std::printf("%s: %s\n", what.c_str(), text);
    ++findings;
  };
  const auto start = std::chrono::steady_clock::now();
  try {
    body();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::Bug) found(error.what());
  } catch (const std::exception& error) {
    found(error.what());
  }
  if (std::chrono::steady_clock::now() - start > std::chrono::seconds(10)) found("takes long");
}

t7::Document load_bytes(const std::string& bytes) {
  const StoragePtr storage =
      StoragePtr::adopt(Storage::make(cpu_device(), DType::Char, int64_t(bytes.size()) + 1));
  std::memcpy(storage->data(), bytes.c_str(), bytes.size() + 1);
  MemoryFile file(storage, FileMode{.read = true});
  file.binary = true;
  return t7::load(file);
}

// With `back_first` the way back comes first, from what the fields hold.
void run(const std::string& what, const std::string& bytes, bool back_first) {
  attempt(what, [&] {
    const t7::Document document = load_bytes(bytes);
    const t7::Table& record = document.root().table();
    const nn::Module module = nn::load(record["module"].object());
    std::deque<nn::List> lists;
    const nn::Value input = argument(record["input"], lists);
    const bool criterion = !record["target"].is_nil();
    const nn::Value other = argument(record[criterion ? "target" : "gradOutput"], lists);
    auto forward = [&] {
      attempt(what,
              [&] { criterion ? void(module.loss(input, other)) : void(module.forward(input)); });
    };
    auto backward = [&] {
      attempt(what, [&] {
        criterion ? void(module.gradient(input, other)) : void(module.backward(input, other, 0.5));
      });
    };
    if (back_first) backward();
    forward();
    backward();
    attempt(what, [&] { module.zero_gradients(); });
    attempt(what, [&] { module.update(0.1); });
    attempt(what, [&] { module.evaluate(); });
    forward();
    backward();
    attempt(what, [&] { module.to(DType::Float); });
    forward();
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  std::ofstream progress(folder + "/progress");
  const t7::Document records = t7::load(folder + "/records.t7");
  memory::set_limit(memory::statistics().live_bytes + (int64_t{256} << 20));
  const std::vector<t7::Value> list = records.root().list();
  for (const t7::Value& one : list) {
    const std::string& what = one.table()[1].string();
    progress.seekp(0);
    progress << what << std::string(200, ' ') << std::endl;
    for (const bool back_first : {false, true}) run(what, one.table()[2].string(), back_first);
  }
  std::printf("%zu records in C++, %d findings\n", list.size(), findings);
  return findings > 0;
}
