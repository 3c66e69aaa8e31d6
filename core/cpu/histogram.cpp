// SPDX-License-Identifier: BSD-3-Clause
// Histograms on the CPU.
#include <cmath>
#include <limits>

#include "core/base/parallel.h"
#include "core/cpu/kernels.h"

namespace tocha::cpu {
namespace {

// The bounds from the data where none are given.
template <class T>
void find_bounds(const Tensor& in, double& low, double& high) {
  if (low != high) return;
  low = std::numeric_limits<double>::infinity();
  high = -low;
  for (int64_t r = 0; r < in.size(0); ++r) {
    for (int64_t c = 0; c < in.size(1); ++c) {
      const double x = convert<double>(in.data<T>()[r * in.stride(0) + c * in.stride(1)]);
      low = std::min(low, x);
      high = std::max(high, x);
    }
  }
  if (low == high) {
    low -= 1;
    high += 1;
  }
}

}  // namespace

void histogram(Tensor& out, const Tensor& in, double low, double high) {
  const int64_t bins = out.size(1), columns = in.size(1);
  visit(in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    find_bounds<T>(in, low, high);
    // In the elements' own precision and in Torch7's order: what lies on a boundary goes where it
    // did.
    using C = std::conditional_t<kIsFloating<T>, Compute<T>, double>;
    const C first = C(low), last = C(high), width = last - first;
    if (last < first) return;  // there are only NaNs
    if (!std::isfinite(width)) fail("the range from ", low, " to ", high, " is not finite");
    parallel_for(in.size(0), std::max<int64_t>(1, 16384 / columns),
                 [&](int64_t begin, int64_t end) {
                   for (int64_t r = begin; r < end; ++r) {
                     const T* from = in.data<T>() + r * in.stride(0);
                     T* to = out.data<T>() + r * out.stride(0);
                     for (int64_t c = 0; c < columns; ++c) {
                       const C x = C(from[c * in.stride(1)]);
                       if (!(x >= first && x <= last)) continue;
                       const auto bin = int64_t((x - first) / width * C(bins));
                       T& count = to[std::min(bin, bins - 1) * out.stride(1)];
                       count = convert<T>(convert<double>(count) + 1);
                     }
                   }
                 });
  });
}

}  // namespace tocha::cpu
