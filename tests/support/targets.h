// SPDX-License-Identifier: BSD-3-Clause
// Tests of kernels that are compiled once for each instruction set.
#pragma once

#include <hwy/targets.h>
#include <catch2/catch.hpp>

namespace tocha::testing {

/// Runs `body` once for each instruction set that this machine has.
template <class Body>
void for_each_target(Body&& body) {
  const int64_t all = hwy::SupportedTargets();
  for (int64_t rest = all; rest != 0; rest &= rest - 1) {
    const int64_t target = rest & -rest;
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    INFO(hwy::TargetName(target));
    body();
  }
  hwy::SetSupportedTargetsForTest(all);
  hwy::GetChosenTarget().Update(all);
}

}  // namespace tocha::testing
