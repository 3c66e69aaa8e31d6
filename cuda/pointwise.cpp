// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pointwise.h"

#include "cuda/device.h"
#include "cuda/elementwise.h"

namespace tocha::cuda {
namespace {

void queue(const CudaDevice& device, const void* kernel, uint32_t items, uint32_t items_per_thread,
           void** arguments) {
  const uint32_t per_block = kThreads * items_per_thread;
  const uint32_t blocks = (items + per_block - 1) / per_block;
  device.check(
      cudaLaunchKernel(kernel, dim3(blocks), dim3(kThreads), arguments, 0, device.stream()),
      "starting a kernel");
}

bool aligned_for_packs(const void* address, int size) {
  return reinterpret_cast<uintptr_t>(address) % (kPack * uint32_t(size)) == 0;
}

void run_contiguous(const ElementwiseKernel& kernel, void* functor, const CudaDevice& device,
                    Tensor& out, const Tensor* const* in) {
  char* address[kMaxOperands];
  int64_t size[kMaxOperands];
  bool packed = true;
  for (int k = 0; k < kMaxOperands; ++k) {
    const Tensor& t = k > 0 && k <= kernel.inputs ? *in[k - 1] : out;  // spare slots are not read
    address[k] = t.bytes();
    size[k] = element_size(t.dtype());
    packed = packed && aligned_for_packs(address[k], int(size[k]));
  }
  for (int64_t rest = out.numel(); rest > 0; rest -= kMaxItems) {
    auto count = uint32_t(std::min(rest, kMaxItems));
    void* arguments[] = {functor,     &address[0], &address[1], &address[2],
                         &address[3], &count,      &packed};
    queue(device, kernel.contiguous, count, kPack, arguments);
    for (int k = 0; k < kMaxOperands; ++k) address[k] += kMaxItems * size[k];
  }
}

StridedLoop loop_over(int inputs, const Tensor& out, const Tensor* const* in) {
  switch (inputs) {
    case 0:
      return make_loop({&out});
    case 1:
      return make_loop({&out, in[0]});
    case 2:
      return make_loop({&out, in[0], in[1]});
    default:
      return make_loop({&out, in[0], in[1], in[2]});
  }
}

}  // namespace

void launch(const ElementwiseKernel& kernel, void* functor, Tensor& out, const Tensor* const* in,
            bool contiguous) {
  const auto& device = static_cast<const CudaDevice&>(out.device());
  const Selected selected(device);
  if (!contiguous) {
    contiguous = out.is_contiguous();
    for (int k = 0; k < kernel.inputs; ++k) contiguous = contiguous && in[k]->is_contiguous();
  }
  if (contiguous) return run_contiguous(kernel, functor, device, out, in);
  for_each_part(loop_over(kernel.inputs, out, in), [&](const StridedLoop& part) {
    Walk walk(part);
    void* arguments[] = {functor, &walk};
    queue(device, kernel.strided, walk.count, 1, arguments);
  });
}

}  // namespace tocha::cuda
