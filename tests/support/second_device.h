// SPDX-License-Identifier: BSD-3-Clause
// A second device for tests: host memory that poses as another device's. It may be touched only
// while one of the device's own kernels or copies runs (outside, the pages are protected and a
// direct access ends the test program), so what works here needs nothing but core/device.h.
#pragma once

#include "core/device.h"

namespace tocha::testing {

/// The device; its kernels are the CPU's, except those that `kMissing` in the source leaves out.
Device& second_device();
/// Two more of its kind, which pose as GPUs (support/posing_library.cpp): "cuda:0" and "cuda:1".
Device& posing_device(int index);
/// Bytes of them all that are in use.
int64_t second_device_bytes();

}  // namespace tocha::testing
