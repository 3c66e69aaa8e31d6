// SPDX-License-Identifier: BSD-3-Clause
// The library's entry: finds the GPUs, or says in one sentence why there is none to use.
#include "cuda/device.h"

namespace tocha::cuda {
namespace {

std::vector<CudaDevice*>& devices() {
  static auto* list = new std::vector<CudaDevice*>;  // outlives every static tensor
  return *list;
}

std::string version(int number) { return concat(number / 1000, ".", number % 1000 / 10); }

[[noreturn]] void no_gpu(cudaError_t status) {
  cudaGetLastError();
  int driver = 0;
  cudaDriverGetVersion(&driver);
  const std::string own = version(CUDART_VERSION);
  if (status == cudaSuccess || status == cudaErrorNoDevice) {
    fail_environment("no GPU can be used: the NVIDIA driver finds none");
  }
  if (driver == 0) {
    fail_environment("no GPU can be used: no NVIDIA driver is loaded (CUDA ", own, " needs one)");
  }
  if (status == cudaErrorInsufficientDriver) {
    fail_environment("no GPU can be used: the NVIDIA driver serves CUDA ", version(driver),
                     ", this library needs ", own);
  }
  fail_environment("no GPU can be used: ", cudaGetErrorString(status));
}

int current() {
  int index = 0;
  check(cudaGetDevice(&index), "asking for the current device", "cuda");
  return index;
}

void set_current(int index) {
  check(cudaSetDevice(index), "selecting the device", device(index).name());
}

// The fields of Torch7's cutorch.getDeviceProperties that are numbers, and where CUDA has them.
constexpr std::pair<const char*, cudaDeviceAttr> kAttributes[] = {
    {"canMapHostMemory", cudaDevAttrCanMapHostMemory},
    {"clockRate", cudaDevAttrClockRate},
    {"computeMode", cudaDevAttrComputeMode},
    {"integrated", cudaDevAttrIntegrated},
    {"kernelExecTimeoutEnabled", cudaDevAttrKernelExecTimeout},
    {"l2CacheSize", cudaDevAttrL2CacheSize},
    {"major", cudaDevAttrComputeCapabilityMajor},
    {"maxThreadsPerBlock", cudaDevAttrMaxThreadsPerBlock},
    {"memPitch", cudaDevAttrMaxPitch},
    {"memoryClockRate", cudaDevAttrMemoryClockRate},
    {"minor", cudaDevAttrComputeCapabilityMinor},
    {"multiProcessorCount", cudaDevAttrMultiProcessorCount},
    {"pciBusID", cudaDevAttrPciBusId},
    {"pciDeviceID", cudaDevAttrPciDeviceId},
    {"pciDomainID", cudaDevAttrPciDomainId},
    {"regsPerBlock", cudaDevAttrMaxRegistersPerBlock},
    {"sharedMemPerBlock", cudaDevAttrMaxSharedMemoryPerBlock},
    {"textureAlignment", cudaDevAttrTextureAlignment},
    {"totalConstMem", cudaDevAttrTotalConstantMemory},
    {"warpSize", cudaDevAttrWarpSize},
};

DeviceProperties properties(int index) {
  const CudaDevice& gpu = device(index);
  cudaDeviceProp all;
  gpu.check(cudaGetDeviceProperties(&all, index), "asking for the properties");
  DeviceProperties result{all.name, {{"totalGlobalMem", double(all.totalGlobalMem)}}};
  for (const auto& [name, attribute] : kAttributes) {
    int value = 0;
    gpu.check(cudaDeviceGetAttribute(&value, attribute, index), "asking for the properties");
    result.numbers.emplace_back(name, value);
  }
  return result;
}

DeviceLibrary make_library() {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status != cudaSuccess || count == 0) no_gpu(status);
  for (int i = 0; i < count; ++i) devices().push_back(new CudaDevice(i));
  return {
      .type_prefix = "Cuda",
      .count = count,
      .device = [](int index) -> Device& { return device(index); },
      .current = current,
      .set_current = set_current,
      .memory = [](int index) { return device(index).memory(); },
      .release_cached = [](int index) { device(index).release_cached(); },
      .properties = properties,
  };
}

}  // namespace

int device_count() { return int(devices().size()); }
CudaDevice& device(int index) { return *devices()[size_t(index)]; }

}  // namespace tocha::cuda

extern "C" TOCHA_API const tocha::DeviceLibrary* tocha_device_library(uint64_t interface) {
  if (interface != tocha::kDeviceInterface) return nullptr;
  static const tocha::DeviceLibrary library = tocha::cuda::make_library();
  return &library;
}
