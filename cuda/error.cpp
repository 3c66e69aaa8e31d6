// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/error.h"

namespace tocha::cuda {

bool is_of_earlier_work(cudaError_t status) {
  switch (status) {
    case cudaErrorIllegalAddress:
    case cudaErrorMisalignedAddress:
    case cudaErrorInvalidAddressSpace:
    case cudaErrorInvalidPc:
    case cudaErrorIllegalInstruction:
    case cudaErrorHardwareStackError:
    case cudaErrorLaunchFailure:
    case cudaErrorLaunchTimeout:
    case cudaErrorAssert:
    case cudaErrorECCUncorrectable:
    case cudaErrorNvlinkUncorrectable:
      return true;
    default:
      return false;
  }
}

void raise(cudaError_t status, const char* what, const char* device) {
  cudaGetLastError();  // forgotten, where CUDA lets us: the next call starts afresh
  const char* reason = cudaGetErrorString(status);
  if (is_of_earlier_work(status)) {
    fail_environment("work queued earlier on ", device, " failed: ", reason,
                     " (the GPU cannot be used any more by this process)");
  }
  fail_environment(what, " on ", device, " failed: ", reason);
}

}  // namespace tocha::cuda
