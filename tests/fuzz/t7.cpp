// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/t7.h"

#include <string>

#include "bindings/c/runtime.h"
#include "tests/fuzz/attempt.h"
#include "tests/fuzz/memory_input.h"
#include "tests/fuzz/targets.h"

namespace tocha::fuzz {

void t7(const uint8_t* data, size_t size) {
  struct Form {
    bool binary;
    int long_size;
  };
  for (const Form form : {Form{true, 8}, Form{true, 4}, Form{false, 8}}) {
    attempt([&] {
      const auto file = memory_input(data, size);
      file->binary = form.binary;
      file->set_long_size(form.long_size);
      const t7::Document document = t7::load(*file);
      (void)document.root().describe();
    });
  }
}

void t7_lua(const uint8_t* data, size_t size) {
  static Runtime runtime({.output = [](std::string_view) {}});
  static const bool ready = [] {
    runtime.run_string(R"(
      require 'nngraph'
      function read(text)
        for _, mode in ipairs {'binary', 'b32', 'ascii'} do
          local ok, value = pcall(torch.deserialize, text, mode, {unknown = 'keep'})
          if ok then pcall(tostring, value) end
        end
      end)");
    return true;
  }();
  (void)ready;
  attempt([&] { runtime.call("read", {std::string(reinterpret_cast<const char*>(data), size)}); });
}

}  // namespace tocha::fuzz
