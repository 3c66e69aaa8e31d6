// SPDX-License-Identifier: BSD-3-Clause
// With TOCHA_VERBOSE=1, a line for a layer's call when it ends: class, pass, input, milliseconds,
// and what kernels reordered meanwhile (core/base/reorders.h).
// The lines of the kernels it chose stand before it.
#pragma once

#include <chrono>
#include <cstdio>

#include "core/base/error.h"
#include "core/base/reorders.h"
#include "core/base/verbose.h"
#include "core/nn/fields.h"

namespace tocha::nn {

class Trace {
 public:
  Trace(const char* layer, const char* pass, const Value& input)
      : layer_(verbose() ? layer : nullptr), pass_(pass) {
    if (!layer_) return;
    input_ = input.describe();
    reorders_ = reorders();
    start_ = std::chrono::steady_clock::now();
  }
  ~Trace() {
    if (!layer_) return;
    const std::chrono::duration<double, std::milli> time =
        std::chrono::steady_clock::now() - start_;
    char milliseconds[32];
    std::snprintf(milliseconds, sizeof milliseconds, "%.3f ms", time.count());
    const std::string reordered = (reorders() - reorders_).describe();
    report(concat(layer_, " ", pass_, ", input ", input_, ": ", milliseconds,
                  reordered.empty() ? "" : ", ", reordered));
  }

 private:
  const char* const layer_;
  const char* const pass_;
  std::string input_;
  Reorders reorders_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace tocha::nn
