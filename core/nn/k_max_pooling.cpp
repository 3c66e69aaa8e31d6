// SPDX-License-Identifier: BSD-3-Clause
// nn.TemporalDynamicKMaxPooling: of each feature of a sequence the k highest values, in the order
// in which they come; k grows with the sequence. Made of operators, so it runs on every device.
// Paper: Kalchbrenner, Grefenstette, Blunsom, "A Convolutional Neural Network for Modelling
// Sentences" (2014).
#include <cmath>

#include "core/nn/layers.h"
#include "core/nn/window.h"
#include "core/ops/copy.h"
#include "core/ops/gather.h"
#include "core/ops/scatter.h"
#include "core/ops/sort.h"

namespace tocha::nn {
namespace {

int frames_dim(const Tensor& in) {
  check_dims("input", in, 2, 3);
  return in.dim() - 2;
}

void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const int dim = frames_dim(in);
  const int64_t frames = in.size(dim);
  const double least = std::ceil(self.number("factor", 0) * double(frames));
  const double wanted = std::max(double(self.integer("minK")), least);
  if (!(wanted >= 1 && wanted <= double(frames))) {
    fail("k must be in 1 to the number of frames, got ", wanted, " (input ", in.sizes(), ")");
  }
  const auto k = int64_t(wanted);
  Tensor& indices = self.buffer("indices", DType::Long, in.device());
  Tensor values(in.dtype(), in.device()), places(DType::Long, in.device());
  topk(values, places, in, k, dim, true);
  Tensor unused(DType::Long, in.device());
  sort(indices, unused, places, dim, false);
  gather(self.output(in), in, dim, indices);
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  const int dim = frames_dim(in);
  const Tensor& indices = self.tensor("indices");
  check_output_gradient(in, grad_output.tensor(), Shape{indices.sizes()});
  Tensor& grad_in = self.grad_input(in).resize_as(in);
  fill(grad_in, 0);
  scatter(grad_in, dim, indices, grad_output.tensor());
}

constexpr Layer kLayers[] = {{"nn.TemporalDynamicKMaxPooling", forward, backward}};

}  // namespace

Layers k_max_pooling_layers() { return kLayers; }

}  // namespace tocha::nn
