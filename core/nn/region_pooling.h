// SPDX-License-Identifier: BSD-3-Clause
// Pooling over regions of planes with one to three dimensions, whatever places the regions: windows
// that slide (volumes; images have kernels of their own, core/nn/pooling.h), a given number of
// regions (adaptive pooling), random steps (fractional pooling). Float and Double; inputs of any
// strides: an optional batch, channels, then the plane. Results are contiguous.
#pragma once

#include "core/base/number.h"
#include "core/nn/window.h"

namespace tocha {

/// How the outputs along one dimension share out its inputs.
struct PoolAxis {
  enum class Kind { Windows, Adaptive, Fractional };
  struct Region {
    int64_t first, end, step;
    int64_t count() const { return first < end ? (end - first + step - 1) / step : 0; }
  };

  int64_t in = 1, out = 1;
  Window window{1};  // Fractional: the kernel is the size of a region
  Kind kind = Kind::Windows;

  /// The inputs of output `at`. `sample` in [0, 1) says where fractional regions begin.
  Region region(int64_t at, double sample = 0) const {
    if (kind == Kind::Adaptive) return {at * in / out, ((at + 1) * in + out - 1) / out, 1};
    if (kind == Kind::Fractional) {
      // The last region ends with the input; the others begin at steps of alpha, rounded down.
      int64_t first = in - window.kernel;
      if (at + 1 < out) {
        const double alpha = double(first) / double(out - 1);
        first = to_int64((double(at) + sample) * alpha) - to_int64(sample * alpha);
        first =
            std::clamp<int64_t>(first, 0, in - window.kernel);  // also for a sample that is none
      }
      return {first, first + window.kernel, 1};
    }
    const int64_t begin = at * window.stride - window.pad;
    const int64_t skipped = begin < 0 ? (-begin + window.dilation - 1) / window.dilation : 0;
    return {begin + skipped * window.dilation, std::min(begin + window.extent(), in),
            window.dilation};
  }
};

/// Three axes, the last of them the innermost; missing ones in front have size 1.
struct RegionShape {
  int64_t planes = 1;
  PoolAxis axes[3];

  int64_t in_size() const { return axes[0].in * axes[1].in * axes[2].in; }
  int64_t out_size() const { return axes[0].out * axes[1].out * axes[2].out; }
};

/// What the device's kernels get: contiguous tensors of one type; indices are Long, from 1 within
/// the input plane (0: the region holds no element).
struct RegionMaxCall {
  Tensor& out;
  Tensor& indices;
  const Tensor& in;
  const Tensor* samples;  // planes x dims, the innermost dimension's first; null: none are needed
  int sample_dims;
  const RegionShape& shape;
};
/// The mean of each region, or (backward) its gradient: `to` has the sizes of the input.
struct RegionAverageCall {
  Tensor& to;
  const Tensor& from;
  const RegionShape& shape;
};

/// The largest element of each region (a NaN wins) and where it is. Of equals the first counts.
TOCHA_API void region_max_pooling(Tensor& out, Tensor& indices, const Tensor& in,
                                  std::span<const PoolAxis> axes, const Tensor* samples = nullptr);
TOCHA_API void region_max_pooling_backward(Tensor& grad_in, const Tensor& in,
                                           const Tensor& grad_out, const Tensor& indices,
                                           std::span<const PoolAxis> axes);
TOCHA_API void region_average_pooling(Tensor& out, const Tensor& in,
                                      std::span<const PoolAxis> axes);
TOCHA_API void region_average_pooling_backward(Tensor& grad_in, const Tensor& in,
                                               const Tensor& grad_out,
                                               std::span<const PoolAxis> axes);

}  // namespace tocha
