// SPDX-License-Identifier: BSD-3-Clause
// libFuzzer's entry to one target, TOCHA_FUZZ_TARGET.
#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tocha::fuzz::TOCHA_FUZZ_TARGET(data, size);
  return 0;
}
