// SPDX-License-Identifier: BSD-3-Clause
// CUDA's status codes as errors of the engine.
//
// Kernels run later than the call that queued them, and what fails in one is reported by whichever
// CUDA call comes next. Such a failure leaves the process without its GPU (every later call returns
// the same code), so the message says that the error belongs to earlier work and does not blame the
// call that met it.
#pragma once

#include <cuda_runtime_api.h>

#include "core/base/error.h"

namespace tocha::cuda {

/// True for codes that tell of work queued before the call that returned them.
bool is_of_earlier_work(cudaError_t status);

/// Throws an Environment error for a status that is not success; `what` names the attempt in three
/// words or so ("copying to cuda:0").
[[noreturn]] void raise(cudaError_t status, const char* what, const char* device);
inline void check(cudaError_t status, const char* what, const char* device) {
  if (status != cudaSuccess) raise(status, what, device);
}

}  // namespace tocha::cuda
