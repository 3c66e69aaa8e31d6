// SPDX-License-Identifier: BSD-3-Clause
// A GPU as a device of the engine: memory, streams and copies. Kernels are in the .cu files.
//
// Memory comes from a pool of CUDA's stream-ordered allocator (cudaMallocFromPoolAsync), one for
// each GPU, which keeps what is freed instead of returning it. The driver's allocator rather than a
// cache of our own: it knows when a block that was freed on one stream is safe on another, it maps
// freed pieces together where a cache of cudaMalloc blocks fragments, and it is there in every
// driver that CUDA 13 runs on. The pool is ours, so that a host program's settings of the default
// one stay as they are.
//
// Streams. Stream 0 of a device is CUDA's default stream, which all threads share and use unless
// they choose another: tensors may then go from thread to thread without a thought. A thread that
// chooses another stream has to order what it shares with others itself (by `synchronize` or
// events). A block may be freed on any thread: it is reused after all work that was queued on any
// stream of the device before.
//
// CUDA's "current device" of the calling thread is also ours (`current_device`); our functions
// leave it as they found it.
#pragma once

#include <atomic>
#include <mutex>

#include "core/device_library.h"
#include "cuda/staging.h"

namespace tocha::cuda {

class CudaDevice final : public Device {
 public:
  static constexpr int kMaxDevices = 64;
  static constexpr int kMaxStreams = 32;

  explicit CudaDevice(int index);

  int index() const { return index_; }

  void* allocate(size_t bytes) override;
  void deallocate(void* block, size_t bytes) override;
  void copy_to_host(void* to, const void* from, size_t bytes) override;
  void copy_from_host(void* to, const void* from, size_t bytes) override;
  void copy_within(void* to, const void* from, size_t bytes) override;
  /// From another GPU that this one can reach; queued on both current streams.
  bool copy_from_peer(void* to, Device& device, const void* from, size_t bytes) override;
  void synchronize() override;

  /// The calling thread's stream on this device.
  cudaStream_t stream() const;
  /// Makes streams so that there are at least `count` besides the default one.
  void reserve_streams(int count);
  /// Chooses the calling thread's stream: 0 (default) ... the count that was reserved.
  void use_stream(int number);

  DeviceMemory memory();
  /// Waits for queued work and returns what the pool keeps to the system.
  void release_cached();

  void check(cudaError_t status, const char* what) const { cuda::check(status, what, name()); }

 private:
  cudaMemPool_t pool();
  bool opened_to(const CudaDevice& reader);

  const int index_;
  std::once_flag pool_made_;
  cudaMemPool_t pool_ = nullptr;
  Staging staging_;

  std::mutex streams_mutex_;
  std::atomic<int> stream_count_{0};
  cudaStream_t streams_[kMaxStreams + 1] = {};  // 0 is the default stream
  cudaStream_t reclaim_ = nullptr;              // where blocks are freed when there are several
  cudaEvent_t passed_ = nullptr;                // reused for each wait of `reclaim_`

  enum class Access : uint8_t { Unknown, Yes, No };
  std::mutex access_mutex_;
  Access accessible_from_[kMaxDevices] = {};  // our pool, by the index of the device that reads
};

/// Makes a device CUDA's current one of this thread while it lives.
class Selected {
 public:
  explicit Selected(const CudaDevice& device) {
    device.check(cudaGetDevice(&previous_), "selecting the device");
    if (previous_ == device.index()) {
      previous_ = -1;
    } else {
      device.check(cudaSetDevice(device.index()), "selecting the device");
    }
  }
  ~Selected() {
    if (previous_ >= 0) cudaSetDevice(previous_);
  }
  Selected(const Selected&) = delete;

 private:
  int previous_ = -1;
};

/// The GPUs of this machine; made by the library's entry (library.cpp) and never destroyed.
int device_count();
CudaDevice& device(int index);

}  // namespace tocha::cuda
