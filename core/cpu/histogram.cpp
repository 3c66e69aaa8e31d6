// SPDX-License-Identifier: BSD-3-Clause
// Histograms on the CPU.
#include <cmath>
#include <limits>

#include "core/base/parallel.h"
#include "core/cpu/kernels.h"
#include "core/cpu/scratch.h"

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
    const auto value = [](auto x) { return convert<double>(convert<T>(x)); };
    const double first = value(low), last = value(high), width = last - first;
    if (last < first) return;  // there are only NaNs
    if (!std::isfinite(width)) fail("the range from ", low, " to ", high, " is not finite");
    // The lower edges of the bins. Which number lies on an edge must not depend on how a quotient
    // is rounded, and an edge that is no number itself is taken lower by the rounding errors of the
    // bounds and of the elements: 0.1, 0.2, ... are in bins of their own however they were
    // computed.
    const Scratch begins(size_t(bins + 1) * sizeof(double));
    double* const edges = begins.as<double>();
    const double errors = std::max(std::fabs(low), std::fabs(high)) * 0x1p-51;
    const double slack = std::min(errors, (high - low) / double(bins) / 8);
    for (int64_t i = 0; i < bins; ++i) {
      const long double sum = (long double)low * (bins - i) + (long double)high * i;
      const long double edge = sum / bins;
      const bool exact = edge * bins == sum && edge == float(edge);  // few digits
      edges[i] = value(double(exact ? edge : edge - slack));
    }
    edges[0] = first;
    edges[bins] = std::numeric_limits<double>::infinity();  // the last bin has both of its edges
    const double unit = width > 0 ? width : 1;
    parallel_for(in.size(0), std::max<int64_t>(1, 16384 / columns),
                 [&](int64_t begin, int64_t end) {
                   const Scratch scratch(size_t(bins) * sizeof(int64_t));
                   int64_t* const counts = scratch.as<int64_t>();
                   for (int64_t r = begin; r < end; ++r) {
                     std::fill_n(counts, bins, 0);
                     const T* from = in.data<T>() + r * in.stride(0);
                     for (int64_t c = 0; c < columns; ++c) {
                       const double x = convert<double>(from[c * in.stride(1)]);
                       if (!(x >= first && x <= last)) continue;
                       int64_t bin = std::min(int64_t((x - first) / unit * double(bins)), bins - 1);
                       bin -= x < edges[bin];
                       bin += x >= edges[bin + 1];
                       ++counts[bin];
                     }
                     T* to = out.data<T>() + r * out.stride(0);
                     for (int64_t i = 0; i < bins; ++i)
                       to[i * out.stride(1)] = convert<T>(counts[i]);
                   }
                 });
  });
}

}  // namespace tocha::cpu
