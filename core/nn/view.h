// SPDX-License-Identifier: BSD-3-Clause
// Layers that look at their input under other sizes. The result is a view of the input where that
// is contiguous, else of a copy.
#pragma once

#include <span>

#include "core/tensor/tensor.h"

namespace tocha {

/// A view of `sizes` (one may be -1) for each sample. `input_dims` is the number of dimensions of a
/// sample; 0: not known, then the number of samples follows from the element count.
TOCHA_API void view_samples(Tensor& out, const Tensor& in, std::span<const int64_t> sizes,
                            int input_dims);

/// How Reshape tells a batch from a sample.
enum class BatchMode {
  Guess,   // a sample has as many elements as `sizes` and its first size is not 1
  Sample,  // the input is one sample
  Batch,   // the first dimension counts samples
};
TOCHA_API void reshape_samples(Tensor& out, const Tensor& in, std::span<const int64_t> sizes,
                               BatchMode mode);

/// The gradient of both: grad_out under the sizes of `in`.
TOCHA_API void view_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out);

}  // namespace tocha
