// SPDX-License-Identifier: BSD-3-Clause
// The compare family on the CPU, compiled once for each instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/compare.cpp"
#include "hwy/foreach_target.h"

#include "core/cpu/pointwise-inl.h"
#include "core/ops/compare_functors.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
void compare(int op, const PointwiseArgs& args) { run_pointwise<CompareOps>(op, args); }
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/kernels.h"

namespace tocha::cpu {
HWY_EXPORT(compare);
void compare(int op, const PointwiseArgs& args) { HWY_DYNAMIC_DISPATCH(compare)(op, args); }
}  // namespace tocha::cpu
#endif
