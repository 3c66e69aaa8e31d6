// SPDX-License-Identifier: BSD-3-Clause
// The main function of test programs. With TOCHA_PLAIN set all is computed by the kernels for
// processors without vector instructions that we use: what the newest machine never runs otherwise.
#define CATCH_CONFIG_RUNNER
#include <hwy/highway.h>

#include <bit>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  if (std::getenv("TOCHA_PLAIN")) {
    const auto plain = int64_t(std::bit_floor(uint64_t(hwy::SupportedTargets())));
    hwy::SetSupportedTargetsForTest(plain);
    hwy::GetChosenTarget().Update(plain);
    std::printf("kernels for %s\n", hwy::TargetName(plain));
  }
  return Catch::Session().run(argc, argv);
}
