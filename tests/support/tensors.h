// SPDX-License-Identifier: BSD-3-Clause
// Making and reading small tensors in tests.
#pragma once

#include <vector>

#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::testing {

/// A tensor of these sizes with the given values in order (all devices, all types).
inline Tensor make(DType dtype, const Shape& sizes, const std::vector<double>& values,
                   Device& device = cpu_device()) {
  Tensor host(DType::Double, sizes);
  std::copy(values.begin(), values.end(), host.data<double>());
  return clone(to(host, dtype, device));
}

/// The elements in order.
inline std::vector<double> values(const Tensor& t) {
  if (t.empty()) return {};
  const Tensor host = contiguous(to(t, DType::Double, cpu_device()));
  return {host.data<double>(), host.data<double>() + host.numel()};
}

/// The message of the error that `body` throws; "" if it throws none.
template <class Body>
std::string error_of(Body&& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace tocha::testing
