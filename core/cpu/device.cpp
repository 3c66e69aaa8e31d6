// SPDX-License-Identifier: BSD-3-Clause
// The CPU as a device: host memory, and the table of its kernels.
#include <cstring>

#include "core/base/memory.h"
#include "core/cpu/kernels.h"

namespace tocha {
namespace {

constexpr Kernels kCpuKernels = {
    .arithmetic = cpu::arithmetic,
    .clamp = cpu::clamp,
    .power = cpu::power,
    .modulo = cpu::modulo,
    .math = cpu::math,
    .compare = cpu::compare,
    .bitwise = cpu::bitwise,
    .equal = cpu::equal,
    .fill = cpu::fill,
    .copy = cpu::copy,
    .gemm = cpu::gemm,
    .sum = cpu::sum,
    .extreme = cpu::extreme,
    .variance = cpu::variance,
    .norm = cpu::norm,
    .dot = cpu::dot,
    .scan = cpu::scan,
    .gather = cpu::gather,
    .kthvalue = cpu::kthvalue,
    .lapack = &cpu::kLapack,
    .correlate = cpu::correlate,
    .activation = cpu::activation,
    .pair_loss_gradient = cpu::pair_loss_gradient,
    .layers = &cpu::kLayerKernels,
    .index = cpu::index,
    .scatter = cpu::scatter,
    .count_nonzero = cpu::count_nonzero,
    .nonzero = cpu::nonzero,
    .masked_fill = cpu::masked_fill,
    .masked_copy = cpu::masked_copy,
    .masked_select = cpu::masked_select,
    .order = cpu::order,
    .sequence = cpu::sequence,
    .triangle = cpu::triangle,
    .histogram = cpu::histogram,
    .sgd = cpu::sgd,
    .adam = cpu::adam,
    .random = cpu::random,
};

class CpuDevice final : public Device {
 public:
  CpuDevice() : Device("cpu", "", kCpuKernels) {}
  void* allocate(size_t bytes) override { return memory::allocate(bytes); }
  void deallocate(void* block, size_t bytes) override { memory::deallocate(block, bytes); }
  void copy_to_host(void* to, const void* from, size_t n) override { std::memcpy(to, from, n); }
  void copy_from_host(void* to, const void* from, size_t n) override { std::memcpy(to, from, n); }
  void copy_within(void* to, const void* from, size_t n) override { std::memcpy(to, from, n); }
  bool host_accessible() const override { return true; }
};

}  // namespace

Device& cpu_device() {
  static CpuDevice* device = new CpuDevice;  // outlives every static tensor
  return *device;
}

}  // namespace tocha
