// SPDX-License-Identifier: BSD-3-Clause
// Convolution and cross-correlation of images (conv2, xcorr2) and volumes (conv3, xcorr3) with
// kernels, of any one type; integers wrap around as in Torch7.
#pragma once

#include "core/device.h"

namespace tocha {

/// Full results have one element for each position where the kernel touches the image, valid ones
/// where it lies inside. Convolution turns the kernel around in each dimension, correlation does
/// not.
struct CorrelationKind {
  int dims;  // of an image: 2 or 3
  bool full, convolution;
};

/// With images of D = kind.dims dimensions: one image and one kernel (D and D dimensions give D);
/// planes of one and a kernel for each (D + 1 and D + 1 give D + 1); planes that are summed, with a
/// row of kernels for each plane of the result (D + 1 and D + 2 give D + 1). `out` may be an
/// operand.
TOCHA_API void correlate(Tensor& out, const Tensor& image, const Tensor& kernel,
                         const CorrelationKind& kind);

/// What a device computes: all contiguous, of type Int, Long, Float or Double.
///   out[q] = sum over p of image[p] correlated with kernel[q][p]
/// where image is P x depth x rows x columns, kernel Q x P' x the same, and out Q x the same. P' is
/// P, or 1: then Q is P and plane q of the result is that of image[q] alone. Elements outside of
/// the image add nothing. `out` shares no memory with the others.
struct Correlation {
  Tensor& out;
  const Tensor &image, &kernel;
  CorrelationKind kind;
};

}  // namespace tocha
