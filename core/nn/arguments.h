// SPDX-License-Identifier: BSD-3-Clause
// What layers that work along a dimension, or with tensors of other types, make of their fields.
#pragma once

#include "core/nn/fields.h"
#include "core/tensor/views.h"

namespace tocha::nn {

/// The dimension (from 0) of `in` that is meant by `dim`: counted from 1, or negative from the end.
/// Where samples are known to have `sample_dims` (0: not known) and `in` has one more, it is a
/// batch, and positive numbers count behind that.
inline int sample_dim(const Tensor& in, int64_t dim, int64_t sample_dims = 0) {
  if (dim == 0) fail("dimensions count from 1, got 0");
  const bool batch = dim > 0 && sample_dims > 0 && in.dim() == sample_dims + 1;
  return check_dim(in, dim < 0 ? dim : dim - 1 + batch);
}

/// The tensor at `key` if it is of this type and on this device, else a new one there.
inline Tensor& typed_buffer(Fields& fields, Key key, DType dtype, Device& device) {
  Tensor* tensor = fields.optional_tensor(key);
  if (tensor && tensor->dtype() == dtype && &tensor->device() == &device) return *tensor;
  return fields.make_tensor(key, dtype, device);
}
inline Tensor& typed_buffer(Fields& fields, Key key, const Tensor& like) {
  return typed_buffer(fields, key, like.dtype(), like.device());
}

}  // namespace tocha::nn
