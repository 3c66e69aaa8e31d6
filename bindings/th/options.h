// SPDX-License-Identifier: BSD-3-Clause
// The command line of th.
#pragma once

#include <string>
#include <vector>

namespace tocha::th {

struct Options {
  struct Step {
    bool code;  // -e: run `text`; else -l: require it
    std::string text;
  };
  std::vector<Step> steps;       // in their order
  std::vector<std::string> jit;  // -j
  std::string script;            // "-": standard input; empty: none was given
  std::vector<std::string> arguments;
  bool interactive = false, version = false, help = false;
  std::string error;  // what is wrong with the command line; empty: nothing
};

Options parse_options(int count, char** words);
extern const char* const kUsage;

}  // namespace tocha::th
