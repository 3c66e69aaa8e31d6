// SPDX-License-Identifier: BSD-3-Clause
// The bias gradient of a batch: column sums, made over the rows of one narrow band after another,
// so that the sums stay in the first cache. Compiled once for each instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/linear.cpp"
#include "hwy/foreach_target.h"

#include "core/base/parallel.h"
#include "core/device.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace {

constexpr int64_t kBand = 512;

// sums[j] += rows[i][j] for n columns.
template <class T, class C>
HWY_ATTR void add_rows(C* sums, const T* rows, int64_t count, int64_t step, int64_t n) {
  for (int64_t i = 0; i < count; ++i) {
    const T* row = rows + i * step;
#pragma GCC ivdep
    for (int64_t j = 0; j < n; ++j) sums[j] += convert<C>(row[j]);
  }
}

}  // namespace

void add_column_sums(Tensor& out, const Tensor& rows, double scale) {
  const int64_t count = rows.size(0), columns = rows.size(1);
  visit(rows.dtype(), [&](auto zero) {
    using T = decltype(zero);
    if constexpr (kIsFloating<T>) {
      using C = Compute<T>;
      const T* from = rows.data<T>();
      T* to = out.data<T>();
      const C factor = C(scale);
      parallel_for((columns + kBand - 1) / kBand, std::max<int64_t>(1, 64 / count),
                   [&](int64_t begin, int64_t end) {
                     for (int64_t j = begin * kBand; j < std::min(columns, end * kBand);
                          j += kBand) {
                       const int64_t n = std::min(kBand, columns - j);
                       C sums[kBand] = {};
                       add_rows(sums, from + j, count, columns, n);
                       for (int64_t k = 0; k < n; ++k) {
                         to[j + k] = convert<T>(convert<C>(to[j + k]) + factor * sums[k]);
                       }
                     }
                   });
    } else {
      fail("not available for ", kDType<T>, " tensors");
    }
  });
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {
HWY_EXPORT(add_column_sums);
void add_column_sums(Tensor& out, const Tensor& rows, double scale) {
  HWY_DYNAMIC_DISPATCH(add_column_sums)(out, rows, scale);
}
}  // namespace tocha::cpu
#endif
