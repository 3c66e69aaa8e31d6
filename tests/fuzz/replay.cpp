// SPDX-License-Identifier: BSD-3-Clause
// replay folder...: gives every file in folder/<target>/ to the target of that name. A folder of a
// name that is no target's is an error, as is a target without any file.
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"

namespace fs = std::filesystem;

int main(int argc, char** argv) {
  const std::map<std::string, tocha::fuzz::Target> targets = {
      {"c_interface", tocha::fuzz::c_interface},
      {"idx", tocha::fuzz::idx},
      {"model", tocha::fuzz::model},
      {"t7", tocha::fuzz::t7},
      {"t7_lua", tocha::fuzz::t7_lua},
  };
  std::map<std::string, int> counts;
  for (int i = 1; i < argc; ++i) {
    if (!fs::exists(argv[i])) continue;  // of findings there may be none
    for (const auto& folder : fs::directory_iterator(argv[i])) {
      const std::string name = folder.path().filename();
      const auto target = targets.find(name);
      if (target == targets.end()) {
        std::fprintf(stderr, "%s: there is no target of this name\n", folder.path().c_str());
        return 1;
      }
      for (const auto& file : fs::directory_iterator(folder)) {
        std::ifstream stream(file.path(), std::ios::binary);
        const std::string bytes(std::istreambuf_iterator<char>(stream), {});
        std::printf("%s\n", file.path().c_str());
        std::fflush(stdout);                      // the last line tells where a crash was
        const std::clock_t start = std::clock();  // of the processor: machines may be busy
        // In memory of exactly this size, so that a sanitizer sees what reads beyond it.
        const std::vector<uint8_t> exact(bytes.begin(), bytes.end());
        target->second(exact.data(), exact.size());
        const double time = double(std::clock() - start) / CLOCKS_PER_SEC;
        if (time > 20) {
          std::fprintf(stderr, "%s takes %.1f s\n", file.path().c_str(), time);
          return 1;
        }
        ++counts[name];
      }
    }
  }
  for (const auto& [name, target] : targets) {
    std::printf("%s: %d inputs\n", name.c_str(), counts[name]);
    if (counts[name] == 0) return 1;
  }
}
