// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/upsampling.h"

#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

Shape output_sizes(const Tensor& in, int64_t scale) {
  check_dims("input", in, 3, 4);
  if (scale < 1) fail("the scale must be a positive whole number, got ", scale);
  Shape sizes{in.sizes()};
  sizes[in.dim() - 2] *= scale;
  sizes[in.dim() - 1] *= scale;
  return sizes;
}

// The enlarged image as planes x h x scale x w x scale.
Tensor split_pixels(const Tensor& large, const Tensor& small, int64_t scale) {
  const int64_t h = small.size(small.dim() - 2), w = small.size(small.dim() - 1);
  return view(large, Shape{small.numel() / (h * w), h, scale, w, scale});
}

}  // namespace

void upsample_nearest(Tensor& out, const Tensor& in, int64_t scale) {
  const Shape sizes = output_sizes(in, scale);
  check_same_type(out, in);
  const int64_t h = in.size(in.dim() - 2), w = in.size(in.dim() - 1);
  const Tensor x = contiguous(in);
  out.resize(sizes);
  Tensor copies = split_pixels(out, x, scale);
  copy(copies, expand(view(x, Shape{x.numel() / (h * w), h, 1, w, 1}), copies.sizes()));
}

void upsample_nearest_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                               int64_t scale) {
  const Shape sizes = output_sizes(in, scale);
  if (Shape{grad_out.sizes()} != sizes) {
    fail("gradOutput has sizes ", grad_out.sizes(), ", the output has ", sizes);
  }
  check_same_type(grad_in, grad_out);
  const int64_t h = in.size(in.dim() - 2), w = in.size(in.dim() - 1);
  grad_in.resize(in.sizes());
  Tensor sum = view(grad_in, Shape{in.numel() / (h * w), h, w});
  const Tensor copies = split_pixels(contiguous(grad_out), in, scale);
  for (int64_t i = 0; i < scale; ++i) {
    for (int64_t j = 0; j < scale; ++j) {
      const Tensor part = select(select(copies, 4, j), 2, i);
      if (i + j == 0)
        copy(sum, part);
      else
        add(sum, sum, 1, part);
    }
  }
}

}  // namespace tocha

namespace tocha::nn {
namespace {
constexpr Layer kLayers[] = {
    {"nn.SpatialUpSamplingNearest",
     [](Fields& self, const Value& input) {
       upsample_nearest(self.output(input.tensor()), input.tensor(), self.integer("scale_factor"));
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       upsample_nearest_backward(self.grad_input(input.tensor()), input.tensor(),
                                 grad_output.tensor(), self.integer("scale_factor"));
     }},
};

}  // namespace

Layers upsampling_layers() { return kLayers; }

}  // namespace tocha::nn
