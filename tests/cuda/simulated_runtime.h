// SPDX-License-Identifier: BSD-3-Clause
// A stand-in for the CUDA runtime, for tests of cuda/ on machines without a GPU: two devices of
// host memory whose streams do their work as late as they may, when somebody waits for it. Code
// that frees, overwrites or reads too early is thus found out (freed memory is filled with 0xDD).
// It has the functions that cuda/ calls, no more.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <functional>

namespace simulated {

/// What a test passes as a kernel: binds the arguments, as a launch does, and gives the function
/// that every thread then runs.
struct Kernel {
  std::function<void(uint32_t block, uint32_t thread)> (*bind)(void** arguments);
};

inline constexpr int kDevices = 2;

void set_capacity(size_t bytes);  // of each device, for pools
void set_peer_access(bool possible);
void set_driver(int version, cudaError_t status_of_count);
/// From now on every call that can report it returns this status, as after a kernel that failed;
/// cudaSuccess ends it.
void break_devices(cudaError_t status);

int64_t pinned_bytes();
int64_t queued();  // items of work that are not done yet, on all streams

}  // namespace simulated
