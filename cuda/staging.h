// SPDX-License-Identifier: BSD-3-Clause
// Copies between a GPU and ordinary host memory through a few pinned blocks.
//
// The GPU reads and writes only pinned (page-locked) memory on its own. Given other memory, CUDA
// does the same as this file, but may wait for all work queued before; here a copy to the device
// goes to a free block and is queued from there, so the call returns while the GPU is still busy.
// It waits only when all blocks are on their way: at most kBlocks * kBlockBytes are.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

#include "cuda/error.h"

namespace tocha::cuda {

class Staging {
 public:
  static constexpr size_t kBlockBytes = size_t(2) << 20;
  static constexpr int kBlocks = 16;

  explicit Staging(const char* device) : device_(device) {}

  /// Queues the copy on `stream`; when this returns, `from` may be changed. The device is current.
  void to_device(void* to, const void* from, size_t bytes, cudaStream_t stream);
  /// When this returns, the bytes are there: all earlier work of `stream` is done.
  void to_host(void* to, const void* from, size_t bytes, cudaStream_t stream);

 private:
  struct Block {
    void* data = nullptr;
    cudaEvent_t done = nullptr;  // after the last copy that uses the block
  };
  Block take();
  void check(cudaError_t status) { cuda::check(status, "copying", device_); }

  // After a failed copy its blocks are in neither list and stay pinned: the GPU may still use them.
  const char* device_;
  std::mutex mutex_;
  int made_ = 0;
  std::vector<Block> free_;
  std::deque<Block> busy_;  // queued to the device, the oldest first
};

}  // namespace tocha::cuda
