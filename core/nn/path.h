// SPDX-License-Identifier: BSD-3-Clause
// The way to a place in a model, as messages show it: "nn.Sequential[2].nn.Concat[1].nn.Linear:
// ...".
#pragma once

#include <string>

namespace tocha::nn {

/// Of a message whose way is very long, only the first and the last steps.
inline std::string shown_path(std::string message) {
  constexpr size_t kLongest = 400, kFirst = 100;
  const size_t end = message.find(": ");
  const size_t length = end == std::string::npos ? message.size() : end;
  if (length > kLongest) message.replace(kFirst, length - kLongest + 5, " ... ");
  return message;
}

}  // namespace tocha::nn
