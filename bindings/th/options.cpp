// SPDX-License-Identifier: BSD-3-Clause
#include "bindings/th/options.h"

#include <string_view>

namespace tocha::th {

const char* const kUsage =
    "usage: th [options] [script.lua [arguments]]\n"
    "  -e CODE        run a piece of code\n"
    "  -l LIBRARY     require a library\n"
    "  -j COMMAND     control LuaJIT's compiler before torch is loaded: off, v, dump=t, ...\n"
    "  -i             prompt after the script has run\n"
    "  -v, --version  show the version\n"
    "  -h, --help     show this text\n"
    "  --             end of options\n"
    "  -              the script comes from standard input\n"
    "Options may be repeated and are done in order. Without a script and -e there is a prompt, "
    "or,\n"
    "when standard input is not a terminal, the script comes from there. `torch` is loaded.\n";

Options parse_options(int count, char** words) {
  Options options;
  int i = 1;
  for (; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "-" || word.empty() || word[0] != '-') break;
    if (word == "--") {
      ++i;
      break;
    }
    if (word == "-h" || word == "--help")
      options.help = true;
    else if (word == "-v" || word == "--version")
      options.version = true;
    else if (word == "-i" || word == "--interactive")
      options.interactive = true;
    else if (word.starts_with("-e") || word.starts_with("-l") || word.starts_with("-j")) {
      // The value is the rest of the word or the next one.
      std::string value(word.substr(2));
      if (value.empty()) {
        if (i + 1 == count) {
          options.error = std::string(word) + " needs a value";
          return options;
        }
        value = words[++i];
      }
      if (word[1] == 'j')
        options.jit.push_back(std::move(value));
      else
        options.steps.push_back({word[1] == 'e', std::move(value)});
    } else {
      options.error = "unknown option " + std::string(word);
      return options;
    }
  }
  if (i < count) options.script = words[i++];
  options.arguments.assign(words + std::min(i, count), words + count);
  return options;
}

}  // namespace tocha::th
