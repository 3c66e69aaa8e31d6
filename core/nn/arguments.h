// SPDX-License-Identifier: BSD-3-Clause
// Which dimension a layer's field means.
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

/// The dimension (from 0) of `in` that the field says.
inline int dimension(Fields& self, Key key, const Tensor& in, int64_t sample_dims = 0) {
  return sample_dim(in, self.integer(key), sample_dims);
}

}  // namespace tocha::nn
