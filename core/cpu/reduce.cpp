// SPDX-License-Identifier: BSD-3-Clause
// Sums, means and products on the CPU. Floating point elements are added in double precision,
// integers as 64-bit ones.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/reduce.cpp"
#include "hwy/foreach_target.h"

#include "core/cpu/fold-inl.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {

struct Itself {
  bool mean;
  void start(const ReduceArgs& args) { mean = SumOp(args.op) == SumOp::Mean; }
  template <class V>
  HWY_INLINE void apply(V&) const {}
};
template <class E, int N>
struct SumState : FoldState<E, N, Plus, Itself> {
  Accumulator<E> value(int slot, int64_t n) const {
    return this->term.mean ? this->total[slot] / Accumulator<E>(n) : this->total[slot];
  }
};

// Factors one after the other, as Torch7 multiplies: floating point products then agree to the bit.
template <class E, int N>
struct ProductState : FoldState<E, N, Times, Itself> {
  void row(const E* p, int64_t n, int64_t) { rows(p, 1, n, 1, 0); }
  void rows(const E* p, int64_t step, int64_t n, int count, int64_t) {
    for (int64_t i = 0; i < n; ++i) {
      for (int k = 0; k < count; ++k) this->total[k] *= Accumulator<E>(p[i * step + k]);
    }
  }
};

void sum(const ReduceArgs& args) {
  visit(args.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    if (SumOp(args.op) == SumOp::Product)
      run_reduction<T, ProductState>(args);
    else
      run_reduction<T, SumState>(args);
  });
}
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tocha::cpu {
HWY_EXPORT(sum);
void sum(const ReduceArgs& args) { HWY_DYNAMIC_DISPATCH(sum)(args); }
}  // namespace tocha::cpu
#endif
