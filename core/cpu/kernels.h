// SPDX-License-Identifier: BSD-3-Clause
// The CPU's kernels, in the order of the table in core/device.h.
#pragma once

#include "core/device.h"

namespace tocha::cpu {

void arithmetic(int op, const PointwiseArgs& args);
void clamp(int op, const PointwiseArgs& args);
void power(int op, const PointwiseArgs& args);
void modulo(int op, const PointwiseArgs& args);
void math(int op, const PointwiseArgs& args);
void compare(int op, const PointwiseArgs& args);
void bitwise(int op, const PointwiseArgs& args);
bool equal(const Tensor& a, const Tensor& b);
void fill(Tensor& out, double value);
void copy(Tensor& out, const Tensor& in);
void gather(Tensor& out, const Tensor& a, int dim, const Tensor& index);
void sum(const ReduceArgs& args);
void extreme(const ReduceArgs& args);
void variance(const ReduceArgs& args);
void norm(const ReduceArgs& args);
double dot(const Tensor& a, const Tensor& b);
void scan(ScanOp op, Tensor& out, const Tensor& in, int dim);
void gemm(const GemmArgs& args);
void kthvalue(Tensor& values, Tensor& indices, const Tensor& a, int64_t k, int dim);
extern const LapackKernels kLapack;
void correlate(const Correlation& args);
void index(IndexMode mode, const Tensor& whole, const Tensor& part, int dim, const Tensor& index);
void scatter(const Tensor& whole, int dim, const Tensor& index, const Tensor& part);
int64_t count_nonzero(const Tensor& t);
void nonzero(Tensor& out, const Tensor& in);
void masked_fill(Tensor& t, const Tensor& mask, double value);
void masked_copy(Tensor& t, const Tensor& mask, const Tensor& source);
void masked_select(Tensor& out, const Tensor& in, const Tensor& mask);
void order(Tensor& values, Tensor& indices, const Tensor& in, int dim, const Ordering& ordering);
void sequence(Tensor& out, const Sequence& sequence);
void triangle(Tensor& out, const Tensor& in, int64_t k, bool upper);
void histogram(Tensor& out, const Tensor& in, double low, double high);
void sgd(Tensor& x, Tensor& gradient, Tensor* velocity, const SgdStep& step);
void adam(const AdamTensors& tensors, const AdamStep& step);
void random(const RandomArgs& args);

void activation(int op, const PointwiseArgs& args);
void pair_loss_gradient(int op, const PointwiseArgs& args);
extern const LayerKernels kLayerKernels;  // core/cpu/layers.cpp

}  // namespace tocha::cpu
