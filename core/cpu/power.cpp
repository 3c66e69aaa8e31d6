// SPDX-License-Identifier: BSD-3-Clause
// The power family on the CPU, compiled once for each instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/power.cpp"
#include "hwy/foreach_target.h"

#include "core/cpu/pointwise-inl.h"
#include "core/ops/power_functors.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
void power(int op, const PointwiseArgs& args) { run_pointwise<PowerOps>(op, args); }
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/kernels.h"

namespace tocha::cpu {
HWY_EXPORT(power);
void power(int op, const PointwiseArgs& args) { HWY_DYNAMIC_DISPATCH(power)(op, args); }
}  // namespace tocha::cpu
#endif
