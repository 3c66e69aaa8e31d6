// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/reorders.h"

#include <cstdio>

namespace tocha {
namespace {

thread_local Reorders counts;

constexpr const char* kNames[Reorders::kKinds] = {"input", "weight", "gradient", "result"};

}  // namespace

Reorders Reorders::operator-(const Reorders& earlier) const {
  Reorders difference;
  for (int i = 0; i < kKinds; ++i) {
    difference.of[i] = {of[i].number - earlier.of[i].number, of[i].bytes - earlier.of[i].bytes};
  }
  return difference;
}

std::string Reorders::describe() const {
  std::string text;
  for (int i = 0; i < kKinds; ++i) {
    if (of[i].number == 0) continue;
    char amount[32];
    std::snprintf(amount, sizeof amount, " %.3g MB", double(of[i].bytes) / 1e6);
    text += (text.empty() ? "reorders: " : ", ") + std::string(kNames[i]) + amount;
  }
  return text;
}

const Reorders& reorders() { return counts; }

void count_reorders(Reordered what, int64_t number, int64_t bytes) {
  Reorders::Count& count = counts.of[int(what)];
  count.number += number;
  count.bytes += bytes;
}

}  // namespace tocha
