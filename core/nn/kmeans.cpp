// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/kmeans.h"

#include "core/nn/arguments.h"
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/clamp.h"
#include "core/ops/copy.h"
#include "core/ops/extreme.h"
#include "core/ops/index.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void check(const Tensor& in, const Tensor& centers) {
  check_same_type(centers, in);
  if (in.dim() != 2 || centers.dim() != 2 || in.size(1) != centers.size(1)) {
    fail("input has sizes ", in.sizes(), ", the centers have ", centers.sizes());
  }
}

}  // namespace

void nearest_centers(Tensor& nearest, Tensor& distances, const Tensor& in, const Tensor& centers) {
  check(in, centers);
  const int64_t batch = in.size(0), k = centers.size(0);
  Tensor all(in.dtype(), Shape{k, batch, 1}, in.device());
  Tensor difference(in.dtype(), in.device());
  // A center at a time: the products of all at once would need k times the memory of the input.
  for (int64_t i = 0; i < k; ++i) {
    add(difference, in, -1, expand(narrow(centers, 0, i, 1), in.sizes()));
    mul(difference, difference, difference);
    Tensor row = select(all, 0, i);
    sum(row, difference, 1);
  }
  min(distances, nearest, view(all, Shape{k, batch}), 0);
  distances.resize(Shape{batch});
  nearest.resize(Shape{batch});
}

void add_center_gradients(Tensor& gradient, Tensor& counts, const Tensor& in, const Tensor& centers,
                          const Tensor& nearest, double scale) {
  check(in, centers);
  check_gradient(gradient, centers);
  const int64_t batch = in.size(0), k = centers.size(0);
  if (nearest.numel() != batch) {
    fail("there are ", nearest.numel(), " nearest centers for the input ", in.sizes());
  }
  Tensor ones(in.dtype(), Shape{batch}, in.device());
  fill(ones, 1);
  fill(counts.resize(Shape{k}), 0);
  index_add(counts, 0, nearest, ones);

  Tensor difference(in.dtype(), in.device()), sums(in.dtype(), in.device());
  index_select(difference, centers, 0, nearest);
  add(difference, difference, -1, in);
  fill(sums.resize_as(centers), 0);
  index_add(sums, 0, nearest, difference);
  Tensor divisor(in.dtype(), in.device());
  cmax(divisor, counts, 1);  // a center without samples has a sum of 0
  addcdiv(gradient, gradient, scale, sums, expand(view(divisor, Shape{k, 1}), sums.sizes()));
}

}  // namespace tocha

namespace tocha::nn {
namespace {
void forward(Fields& self, const Value& input) {
  const Tensor &in = input.tensor(), &centers = self.tensor("weight");
  Tensor& distances = self.buffer("_minScore", in);
  Tensor& nearest = self.buffer("_minIndx", DType::Long, in.device());
  nearest_centers(nearest, distances, in, centers);
  copy(self.output(in).resize_as(nearest), nearest);
  self.set("loss", sum(distances));
}
// It has a loss of its own: nothing flows back.
void backward(Fields& self, const Value& input, const Value&) {
  fill(self.grad_input(input.tensor()).resize_as(input.tensor()), 0);
}
void accumulate(Fields& self, const Value& input, const Value&, double scale) {
  scale = self.number("scale", scale);
  if (!(scale > 0)) fail("the scale must be above 0, got ", scale);
  add_center_gradients(self.tensor("gradWeight"), self.tensor("clusterSampleCount"), input.tensor(),
                       self.tensor("weight"), self.tensor("_minIndx"), scale);
}

constexpr Layer kLayers[] = {{"nn.Kmeans", forward, backward, accumulate}};

}  // namespace

Layers kmeans_layers() { return kLayers; }

}  // namespace tocha::nn
