// SPDX-License-Identifier: BSD-3-Clause
// How often a kernel that wants another layout than the tensor's changed it, and how many bytes:
// work that computes nothing. Counted on the thread that calls the operator, so that the difference
// around a call is the call's.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/export.h"

namespace tocha {

/// What was brought into another layout: what a pass takes (input, weight, gradient of the output)
/// or what it gives (output, gradient of the input or of the weight).
enum class Reordered { Input, Weight, Gradient, Result };

struct Reorders {
  static constexpr int kKinds = 4;
  struct Count {
    int64_t number = 0, bytes = 0;
  };
  Count of[kKinds];

  const Count& operator[](Reordered what) const { return of[int(what)]; }
  /// Those since an earlier state.
  TOCHA_API Reorders operator-(const Reorders& earlier) const;
  /// "reorders: weight 2.4 MB, result 0.1 MB", or "" where there were none.
  TOCHA_API std::string describe() const;
};

/// All of this thread so far.
TOCHA_API const Reorders& reorders();
TOCHA_API void count_reorders(Reordered what, int64_t number, int64_t bytes);

}  // namespace tocha
