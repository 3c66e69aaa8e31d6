// SPDX-License-Identifier: BSD-3-Clause
#include "tests/cuda/simulated_runtime.h"

#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

using Work = std::function<void()>;

// The opaque types of the runtime's interface, given a body here.
struct CUstream_st {
  int device = 0;
  std::deque<Work> work;
  uint64_t given = 0, done = 0;

  void add(Work item) {
    work.push_back(std::move(item));
    ++given;
  }
  void run_to(uint64_t position) {
    while (done < position) {
      const Work item = std::move(work.front());
      work.pop_front();
      item();
      ++done;
    }
  }
};
struct CUevent_st {
  int device = 0;
  CUstream_st* stream = nullptr;
  uint64_t position = 0;
};
struct CUmemPoolHandle_st {
  int device = 0;
  uint64_t used = 0, reserved = 0, peak = 0;
  std::multimap<size_t, void*> cached;
  bool open_to[simulated::kDevices] = {};
};

namespace {

std::recursive_mutex mutex;
using Lock = std::lock_guard<std::recursive_mutex>;

thread_local int current = 0;
cudaError_t broken = cudaSuccess;
cudaError_t last = cudaSuccess;
cudaError_t count_status = cudaSuccess;
int driver_version = 13000;
size_t capacity = size_t(256) << 20;
bool peer_access = true;
int64_t pinned = 0;

struct Block {
  size_t bytes;
  CUmemPoolHandle_st* pool;
  bool freed = false;
};
std::map<void*, Block> blocks;
std::vector<CUstream_st*> streams;

CUstream_st* stream_of(cudaStream_t stream) {
  static CUstream_st* defaults[simulated::kDevices] = {};
  if (stream) return stream->device == current ? stream : nullptr;
  CUstream_st*& own = defaults[current];
  if (!own) {
    own = new CUstream_st;
    own->device = current;
    streams.push_back(own);
  }
  return own;
}

cudaError_t result(cudaError_t status) {
  if (broken != cudaSuccess) status = broken;
  if (status != cudaSuccess && status != cudaErrorNotReady) last = status;
  return status;
}

cudaError_t queue(cudaStream_t stream, Work work) {
  CUstream_st* on = stream_of(stream);
  if (!on) return result(cudaErrorInvalidResourceHandle);
  if (broken == cudaSuccess) on->add(std::move(work));
  return result(cudaSuccess);
}

}  // namespace

namespace simulated {

void set_capacity(size_t bytes) { capacity = bytes; }
void set_peer_access(bool possible) { peer_access = possible; }
void set_driver(int version, cudaError_t status) {
  driver_version = version;
  count_status = status;
}
void break_devices(cudaError_t status) { broken = last = status; }
int64_t pinned_bytes() { return pinned; }
int64_t queued() {
  const Lock lock(mutex);
  int64_t total = 0;
  for (const CUstream_st* stream : streams) total += int64_t(stream->given - stream->done);
  return total;
}

}  // namespace simulated

extern "C" {

cudaError_t cudaGetLastError() {
  return broken != cudaSuccess ? broken : std::exchange(last, cudaSuccess);
}
const char* cudaGetErrorString(cudaError_t status) {
  switch (status) {
    case cudaErrorIllegalAddress:
      return "an illegal memory access was encountered";
    case cudaErrorMemoryAllocation:
      return "out of memory";
    default:
      return "simulated failure";
  }
}
cudaError_t cudaDriverGetVersion(int* version) {
  *version = driver_version;
  return cudaSuccess;
}

// --- devices ---

cudaError_t cudaGetDeviceCount(int* count) {
  *count = count_status == cudaSuccess ? simulated::kDevices : 0;
  return result(count_status);
}
cudaError_t cudaGetDevice(int* device) {
  *device = current;
  return result(cudaSuccess);
}
cudaError_t cudaSetDevice(int device) {
  if (device < 0 || device >= simulated::kDevices) return result(cudaErrorInvalidDevice);
  current = device;
  return result(cudaSuccess);
}
cudaError_t cudaDeviceSynchronize() {
  const Lock lock(mutex);
  stream_of(nullptr);
  for (size_t i = 0; i < streams.size(); ++i) {
    if (streams[i]->device == current) streams[i]->run_to(streams[i]->given);
  }
  return result(cudaSuccess);
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int) {
  std::memset(properties, 0, sizeof *properties);
  std::strcpy(properties->name, "Simulated");
  properties->totalGlobalMem = capacity;
  return result(cudaSuccess);
}
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr, int) {
  *value = 9;
  return result(cudaSuccess);
}
cudaError_t cudaDeviceCanAccessPeer(int* can, int, int) {
  *can = peer_access;
  return result(cudaSuccess);
}

// --- streams and events ---

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  const Lock lock(mutex);
  *stream = new CUstream_st;
  (*stream)->device = current;
  streams.push_back(*stream);
  return result(cudaSuccess);
}
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
  *event = new CUevent_st;
  (*event)->device = current;
  return result(cudaSuccess);
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  delete event;
  return result(cudaSuccess);
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  const Lock lock(mutex);
  CUstream_st* on = stream_of(stream);
  if (!on || event->device != current) return result(cudaErrorInvalidResourceHandle);
  event->stream = on;
  event->position = on->given;
  return result(cudaSuccess);
}
cudaError_t cudaEventQuery(cudaEvent_t event) {
  const Lock lock(mutex);
  const bool passed = !event->stream || event->stream->done >= event->position;
  return result(passed ? cudaSuccess : cudaErrorNotReady);
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  const Lock lock(mutex);
  if (event->stream) event->stream->run_to(event->position);
  return result(cudaSuccess);
}
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned) {
  const Lock lock(mutex);
  CUstream_st* other = event->stream;
  const uint64_t position = event->position;
  return queue(stream, [=] {
    if (other) other->run_to(position);
  });
}

// --- memory ---

cudaError_t cudaHostAlloc(void** data, size_t bytes, unsigned) {
  const Lock lock(mutex);
  *data = std::malloc(bytes);
  pinned += int64_t(bytes);
  return result(cudaSuccess);
}
cudaError_t cudaMemPoolCreate(cudaMemPool_t* pool, const cudaMemPoolProps* properties) {
  *pool = new CUmemPoolHandle_st;
  (*pool)->device = properties->location.id;
  return result(cudaSuccess);
}
cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t, cudaMemPoolAttr, void*) {
  return result(cudaSuccess);
}
cudaError_t cudaMemPoolGetAttribute(cudaMemPool_t pool, cudaMemPoolAttr attribute, void* value) {
  const Lock lock(mutex);
  *static_cast<uint64_t*>(value) = attribute == cudaMemPoolAttrUsedMemCurrent       ? pool->used
                                   : attribute == cudaMemPoolAttrReservedMemCurrent ? pool->reserved
                                                                                    : pool->peak;
  return result(cudaSuccess);
}
cudaError_t cudaMemPoolSetAccess(cudaMemPool_t pool, const cudaMemAccessDesc* access, size_t) {
  pool->open_to[access->location.id] = true;
  return result(cudaSuccess);
}
cudaError_t cudaMemPoolTrimTo(cudaMemPool_t pool, size_t) {
  const Lock lock(mutex);
  for (auto& [bytes, data] : pool->cached) {
    pool->reserved -= bytes;
    blocks.erase(data);
    std::free(data);
  }
  pool->cached.clear();
  return result(cudaSuccess);
}
cudaError_t cudaMemGetInfo(size_t* free, size_t* total) {
  *free = *total = capacity;
  return result(cudaSuccess);
}
cudaError_t cudaMallocFromPoolAsync(void** data, size_t bytes, cudaMemPool_t pool, cudaStream_t) {
  const Lock lock(mutex);
  if (auto found = pool->cached.find(bytes); found != pool->cached.end()) {
    *data = found->second;
    pool->cached.erase(found);
  } else if (pool->reserved + bytes > capacity) {
    return result(cudaErrorMemoryAllocation);
  } else {
    *data = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
    pool->reserved += bytes;
  }
  pool->used += bytes;
  pool->peak = std::max(pool->peak, pool->used);
  blocks[*data] = {bytes, pool};
  return result(cudaSuccess);
}
cudaError_t cudaFreeAsync(void* data, cudaStream_t stream) {
  const Lock lock(mutex);
  auto found = blocks.find(data);
  if (found == blocks.end() || found->second.freed) return result(cudaErrorInvalidValue);
  found->second.freed = true;
  return queue(stream, [=] {
    const Block block = blocks[data];
    std::memset(data, 0xDD, block.bytes);
    block.pool->used -= block.bytes;
    block.pool->cached.emplace(block.bytes, data);
  });
}
cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind,
                            cudaStream_t stream) {
  const Lock lock(mutex);
  return queue(stream, [=] { std::memcpy(to, from, bytes); });
}
cudaError_t cudaMemcpyPeerAsync(void* to, int reader, const void* from, int, size_t bytes,
                                cudaStream_t stream) {
  const Lock lock(mutex);
  auto block = blocks.upper_bound(const_cast<void*>(from));
  if (block == blocks.begin() || !(--block)->second.pool->open_to[reader]) {
    return result(cudaErrorInvalidValue);
  }
  return queue(stream, [=] { std::memcpy(to, from, bytes); });
}

// --- kernels ---

cudaError_t cudaLaunchKernel(const void* kernel, dim3 grid, dim3 block, void** arguments, size_t,
                             cudaStream_t stream) {
  const Lock lock(mutex);
  auto thread = static_cast<const simulated::Kernel*>(kernel)->bind(arguments);
  return queue(stream, [=] {
    for (uint32_t b = 0; b < grid.x; ++b) {
      for (uint32_t t = 0; t < block.x; ++t) thread(b, t);
    }
  });
}

}  // extern "C"
