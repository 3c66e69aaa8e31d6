// SPDX-License-Identifier: BSD-3-Clause
// What criterions share.
#pragma once

#include "core/tensor/views.h"

namespace tocha::nn {

/// The one element of a tensor, fetched from its device.
inline double item(const Tensor& t) {
  if (t.numel() != 1) fail("a tensor of one element expected, got ", t);
  return *to(t, DType::Double, cpu_device()).data<double>();
}

}  // namespace tocha::nn
