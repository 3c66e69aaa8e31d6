// SPDX-License-Identifier: BSD-3-Clause
// The CPU's kernels, in the order of the table in core/device.h.
#pragma once

#include "core/device.h"

namespace tocha::cpu {

void arithmetic(int op, const PointwiseArgs& args);
void clamp(int op, const PointwiseArgs& args);
void power(int op, const PointwiseArgs& args);
void modulo(int op, const PointwiseArgs& args);
void fill(Tensor& out, double value);
void copy(Tensor& out, const Tensor& in);
void gemm(const GemmArgs& args);
void sgd(Tensor& x, Tensor& gradient, Tensor* velocity, const SgdStep& step);
void adam(const AdamTensors& tensors, const AdamStep& step);
void random(const RandomArgs& args);

}  // namespace tocha::cpu
