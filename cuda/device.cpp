// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/device.h"

#include "core/base/memory.h"
#include "cuda/kernels.h"

namespace tocha::cuda {
namespace {

thread_local int stream_number[CudaDevice::kMaxDevices] =
    {};  // this thread's stream on each device

// What is queued on `later` from now on waits for what `earlier` has been given so far.
void let_wait(CudaDevice& later, CudaDevice& earlier) {
  cudaEvent_t reached;
  {
    const Selected selected(earlier);
    earlier.check(cudaEventCreateWithFlags(&reached, cudaEventDisableTiming), "making an event");
    earlier.check(cudaEventRecord(reached, earlier.stream()), "recording an event");
  }
  const Selected selected(later);
  const cudaError_t status = cudaStreamWaitEvent(later.stream(), reached, 0);
  cudaEventDestroy(reached);  // CUDA lets go of it when it has passed
  later.check(status, "ordering a copy");
}

const char* name_of(int index) {
  return (new std::string(concat("cuda:", index)))->c_str();  // lives as long as the device: always
}

}  // namespace

CudaDevice::CudaDevice(int index)
    : Device(name_of(index), "Cuda", kKernels), index_(index), staging_(name()) {
  if (index >= kMaxDevices) fail_environment("at most ", kMaxDevices, " GPUs can be used");
}

// --- memory ---

cudaMemPool_t CudaDevice::pool() {
  std::call_once(pool_made_, [&] {
    cudaMemPoolProps properties = {};
    properties.allocType = cudaMemAllocationTypePinned;
    properties.location = {cudaMemLocationTypeDevice, index_};
    check(cudaMemPoolCreate(&pool_, &properties), "making the memory pool");
    uint64_t keep = UINT64_MAX;  // nothing goes back to the system by itself
    check(cudaMemPoolSetAttribute(pool_, cudaMemPoolAttrReleaseThreshold, &keep),
          "setting up the memory pool");
  });
  return pool_;
}

void* CudaDevice::allocate(size_t bytes) {
  const Selected selected(*this);
  void* block = nullptr;
  cudaError_t status = cudaMallocFromPoolAsync(&block, bytes, pool(), stream());
  if (status == cudaErrorMemoryAllocation) {
    cudaGetLastError();
    memory::call_pressure_hook();
    release_cached();
    status = cudaMallocFromPoolAsync(&block, bytes, pool(), stream());
  }
  if (status == cudaErrorMemoryAllocation) {
    cudaGetLastError();
    const DeviceMemory now = memory();
    fail_environment("out of memory: ", bytes, " bytes cannot be had on ", *this, ", where ",
                     now.live, " of ", now.total, " are in tensors and ", now.free, " are free");
  }
  check(status, "allocating memory");
  return block;
}

// Called by destructors, so nothing is thrown: a device that failed says so at the next call.
void CudaDevice::deallocate(void* block, size_t) {
  int previous = -1;
  if (cudaGetDevice(&previous) != cudaSuccess) return;  // the process ends
  cudaSetDevice(index_);
  const int count = stream_count_.load(std::memory_order_acquire);
  if (count == 0) {
    cudaFreeAsync(block, nullptr);
  } else {
    const std::lock_guard lock(streams_mutex_);
    for (int i = 0; i <= count; ++i) {
      cudaEventRecord(passed_, streams_[i]);
      cudaStreamWaitEvent(reclaim_, passed_, 0);
    }
    cudaFreeAsync(block, reclaim_);
  }
  cudaSetDevice(previous);
}

DeviceMemory CudaDevice::memory() {
  const Selected selected(*this);
  size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total), "asking for the memory in use");
  uint64_t used = 0, reserved = 0, peak = 0;
  check(cudaMemPoolGetAttribute(pool(), cudaMemPoolAttrUsedMemCurrent, &used), "asking the pool");
  check(cudaMemPoolGetAttribute(pool(), cudaMemPoolAttrReservedMemCurrent, &reserved),
        "asking the pool");
  check(cudaMemPoolGetAttribute(pool(), cudaMemPoolAttrUsedMemHigh, &peak), "asking the pool");
  return {int64_t(free), int64_t(total), int64_t(used), int64_t(reserved - used), int64_t(peak)};
}

void CudaDevice::release_cached() {
  const Selected selected(*this);
  check(cudaDeviceSynchronize(), "waiting for work");
  check(cudaMemPoolTrimTo(pool(), 0), "releasing memory");
}

// --- order of execution ---

cudaStream_t CudaDevice::stream() const { return streams_[stream_number[index_]]; }

void CudaDevice::reserve_streams(int count) {
  if (count > kMaxStreams) fail(count, " streams are too many: at most ", kMaxStreams);
  const Selected selected(*this);
  const std::lock_guard lock(streams_mutex_);
  if (count > 0 && !reclaim_) {
    check(cudaEventCreateWithFlags(&passed_, cudaEventDisableTiming), "making an event");
    check(cudaStreamCreateWithFlags(&reclaim_, cudaStreamNonBlocking), "making a stream");
  }
  for (int i = stream_count_ + 1; i <= count; ++i) {
    check(cudaStreamCreateWithFlags(&streams_[i], cudaStreamNonBlocking), "making a stream");
    stream_count_.store(i, std::memory_order_release);
  }
}

void CudaDevice::use_stream(int number) {
  const int count = stream_count_.load(std::memory_order_acquire);
  if (number < 0 || number > count) {
    fail("stream ", number, " of ", *this, " is out of range 0 to ", count);
  }
  stream_number[index_] = number;
}

void CudaDevice::synchronize() {
  const Selected selected(*this);
  check(cudaDeviceSynchronize(), "waiting for work");
}

// --- copies ---

void CudaDevice::copy_to_host(void* to, const void* from, size_t bytes) {
  const Selected selected(*this);
  staging_.to_host(to, from, bytes, stream());
}

void CudaDevice::copy_from_host(void* to, const void* from, size_t bytes) {
  const Selected selected(*this);
  staging_.to_device(to, from, bytes, stream());
}

void CudaDevice::copy_within(void* to, const void* from, size_t bytes) {
  const Selected selected(*this);
  check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, stream()), "copying");
}

// Blocks of a pool are seen by their own GPU only, until the pool lets another one in.
bool CudaDevice::opened_to(const CudaDevice& reader) {
  const std::lock_guard lock(access_mutex_);
  Access& access = accessible_from_[reader.index()];
  if (access == Access::Unknown) {
    int can = 0;
    check(cudaDeviceCanAccessPeer(&can, reader.index(), index_), "asking for peer access");
    if (can) {
      cudaMemAccessDesc description = {};
      description.location = {cudaMemLocationTypeDevice, reader.index()};
      description.flags = cudaMemAccessFlagsProtReadWrite;
      check(cudaMemPoolSetAccess(pool(), &description, 1), "opening memory to a peer");
    }
    access = can ? Access::Yes : Access::No;
  }
  return access == Access::Yes;
}

bool CudaDevice::copy_from_peer(void* to, Device& device, const void* from, size_t bytes) {
  auto* source = dynamic_cast<CudaDevice*>(&device);
  if (!source || !source->opened_to(*this)) return false;
  // The copy runs on this device's stream, between the source's work before and after it.
  let_wait(*this, *source);
  {
    const Selected selected(*this);
    check(cudaMemcpyPeerAsync(to, index_, from, source->index(), bytes, stream()), "copying");
  }
  let_wait(*source, *this);
  return true;
}

}  // namespace tocha::cuda
