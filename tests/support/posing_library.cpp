// SPDX-License-Identifier: BSD-3-Clause
// A library of devices in place of libtocha-cuda: two "GPUs" of protected host memory. With
// TOCHA_CUDA_LIBRARY set to it, tests run all of `require 'cutorch'` where there is no GPU.
#include "core/device_library.h"
#include "tests/support/second_device.h"

namespace tocha::testing {
namespace {

thread_local int current = 0;

const DeviceLibrary kLibrary = {
    .type_prefix = "Cuda",
    .count = 2,
    .device = posing_device,
    .current = [] { return current; },
    .set_current = [](int index) { current = index; },
    .memory =
        [](int) {
          const int64_t total = int64_t(64) << 20, live = second_device_bytes();
          return DeviceMemory{
              .free = total - live, .total = total, .live = live, .cached = 0, .peak = live};
        },
    .release_cached = [](int) {},
    .properties =
        [](int index) {
          return DeviceProperties{concat("posing device ", index + 1),
                                  {{"major", 9}, {"minor", 0}}};
        },
};

}  // namespace
}  // namespace tocha::testing

extern "C" TOCHA_API const tocha::DeviceLibrary* tocha_device_library(uint64_t interface) {
  return interface == tocha::kDeviceInterface ? &tocha::testing::kLibrary : nullptr;
}
