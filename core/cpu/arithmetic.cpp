// SPDX-License-Identifier: BSD-3-Clause
// The arithmetic family on the CPU, compiled once for each instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/arithmetic.cpp"
#include "hwy/foreach_target.h"

#include "core/cpu/pointwise-inl.h"
#include "core/ops/arithmetic_functors.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
void arithmetic(int op, const PointwiseArgs& args) { run_pointwise<ArithmeticOps>(op, args); }
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/kernels.h"

namespace tocha::cpu {
HWY_EXPORT(arithmetic);
void arithmetic(int op, const PointwiseArgs& args) { HWY_DYNAMIC_DISPATCH(arithmetic)(op, args); }
}  // namespace tocha::cpu
#endif
