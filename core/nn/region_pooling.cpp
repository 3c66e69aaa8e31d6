// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/region_pooling.h"

#include "core/nn/kernels.h"
#include "core/nn/pooling.h"
#include "core/nn/results.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

struct Plan {
  RegionShape shape;
  Shape output;

  Plan(const Tensor& in, std::span<const PoolAxis> axes) : output{in.sizes()} {
    const int dims = int(axes.size()), first = in.dim() - dims;
    check_dims("input", in, dims + 1, dims + 2);
    for (int d = 0; d < first; ++d) shape.planes *= in.size(d);
    for (int i = 0; i < dims; ++i) {
      output[first + i] = axes[size_t(i)].out;
      shape.axes[3 - dims + i] = axes[size_t(i)];
    }
  }
};

}  // namespace

void region_max_pooling(Tensor& out, Tensor& indices, const Tensor& in,
                        std::span<const PoolAxis> axes, const Tensor* samples) {
  const auto kernel = need(in.device(), &LayerKernels::region_max);
  const Plan p(in, axes);
  check_same_type(out, in);
  check_indices(indices, in);
  const Tensor x = contiguous(in);
  Result result(out, p.output, {&x}), places(indices, p.output, {&x});
  kernel({result.tensor(), places.tensor(), x, samples, int(axes.size()), p.shape});
  result.finish();
  places.finish();
}

void region_max_pooling_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                 const Tensor& indices, std::span<const PoolAxis> axes) {
  const Plan p(in, axes);
  check_output_gradient(in, grad_out, p.output);
  scatter_planes(grad_in, Shape{in.sizes()}, grad_out, indices, int(axes.size()));
}

void region_average_pooling(Tensor& out, const Tensor& in, std::span<const PoolAxis> axes) {
  const auto kernel = need(in.device(), &LayerKernels::region_average);
  const Plan p(in, axes);
  check_same_type(out, in);
  const Tensor x = contiguous(in);
  Result result(out, p.output, {&x});
  kernel({result.tensor(), x, p.shape});
  result.finish();
}

void region_average_pooling_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                     std::span<const PoolAxis> axes) {
  const auto kernel = need(in.device(), &LayerKernels::region_average_backward);
  const Plan p(in, axes);
  check_same_type(grad_in, in);
  check_output_gradient(in, grad_out, p.output);
  const Tensor dy = contiguous(grad_out);
  Result result(grad_in, Shape{in.sizes()}, {&dy});
  kernel({result.tensor(), dy, p.shape});
  result.finish();
}

}  // namespace tocha
