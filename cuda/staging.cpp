// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/staging.h"

#include <algorithm>
#include <cstring>

namespace tocha::cuda {

// A block that nothing uses. With all of them on their way, the oldest is waited for; when they
// are in other threads' hands, one more is made.
Staging::Block Staging::take() {
  Block block;
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      block = free_.back();
      free_.pop_back();
      return block;
    }
    if (!busy_.empty()) {
      const cudaError_t status = made_ < kBlocks ? cudaEventQuery(busy_.front().done) : cudaSuccess;
      if (status == cudaSuccess) {
        block = busy_.front();
        busy_.pop_front();
      } else if (status != cudaErrorNotReady) {
        check(status);
      }
    }
    if (!block.data) ++made_;
  }
  if (block.data) {
    check(cudaEventSynchronize(block.done));
  } else {
    check(cudaEventCreateWithFlags(&block.done, cudaEventDisableTiming));
    check(cudaHostAlloc(&block.data, kBlockBytes, cudaHostAllocDefault));
  }
  return block;
}

void Staging::to_device(void* to, const void* from, size_t bytes, cudaStream_t stream) {
  for (size_t at = 0; at < bytes; at += kBlockBytes) {
    const size_t piece = std::min(kBlockBytes, bytes - at);
    const Block block = take();
    std::memcpy(block.data, static_cast<const char*>(from) + at, piece);
    check(cudaMemcpyAsync(static_cast<char*>(to) + at, block.data, piece, cudaMemcpyHostToDevice,
                          stream));
    check(cudaEventRecord(block.done, stream));
    const std::lock_guard lock(mutex_);
    busy_.push_back(block);
  }
}

void Staging::to_host(void* to, const void* from, size_t bytes, cudaStream_t stream) {
  // Two blocks in turn: one is filled by the GPU while the other is emptied here.
  Block blocks[2];
  const size_t pieces = (bytes + kBlockBytes - 1) / kBlockBytes;
  auto size_of = [&](size_t piece) { return std::min(kBlockBytes, bytes - piece * kBlockBytes); };
  auto queue = [&](size_t piece) {
    Block& block = blocks[piece % 2];
    if (!block.data) block = take();
    check(cudaMemcpyAsync(block.data, static_cast<const char*>(from) + piece * kBlockBytes,
                          size_of(piece), cudaMemcpyDeviceToHost, stream));
    check(cudaEventRecord(block.done, stream));
  };
  for (size_t piece = 0; piece < pieces; ++piece) {
    if (piece == 0) queue(0);
    if (piece + 1 < pieces) queue(piece + 1);
    const Block& block = blocks[piece % 2];
    check(cudaEventSynchronize(block.done));
    std::memcpy(static_cast<char*>(to) + piece * kBlockBytes, block.data, size_of(piece));
  }
  const std::lock_guard lock(mutex_);
  for (const Block& block : blocks) {
    if (block.data) free_.push_back(block);
  }
}

}  // namespace tocha::cuda
