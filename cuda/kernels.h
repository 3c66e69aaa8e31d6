// SPDX-License-Identifier: BSD-3-Clause
// The GPU's kernels, in the order of the table in core/device.h. What is not here yet makes the
// engine say "not available for tensors on cuda:0".
#pragma once

#include "core/device.h"

namespace tocha::cuda {

void arithmetic(int op, const PointwiseArgs& args);
void clamp(int op, const PointwiseArgs& args);
void power(int op, const PointwiseArgs& args);
void modulo(int op, const PointwiseArgs& args);
void math(int op, const PointwiseArgs& args);
void compare(int op, const PointwiseArgs& args);
void bitwise(int op, const PointwiseArgs& args);
void fill(Tensor& out, double value);
void copy(Tensor& out, const Tensor& in);
void activation(int op, const PointwiseArgs& args);
void pair_loss_gradient(int op, const PointwiseArgs& args);

/// The table of them all.
extern const Kernels kKernels;

}  // namespace tocha::cuda
