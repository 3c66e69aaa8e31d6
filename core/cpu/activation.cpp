// SPDX-License-Identifier: BSD-3-Clause
// Pointwise layers on the CPU, compiled once for each instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/activation.cpp"
#include "hwy/foreach_target.h"

#include "core/cpu/pointwise-inl.h"
#include "core/nn/activation_functors.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
void activation(int op, const PointwiseArgs& args) {
  run_pointwise<ActivationOps, FloatingTypes>(op, args);
}
}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/kernels.h"

namespace tocha::cpu {
HWY_EXPORT(activation);
void activation(int op, const PointwiseArgs& args) { HWY_DYNAMIC_DISPATCH(activation)(op, args); }
}  // namespace tocha::cpu
#endif
