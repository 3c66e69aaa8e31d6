// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/pooling.h"

#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/results.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

// The last window of a ceiled size must begin inside the image or its left padding. Torch7 looks at
// this only when there is padding; without it a window that begins outside holds no element.
int64_t pooled_size(const Window& window, int64_t size, bool ceil, bool padded) {
  const int64_t outputs = window.outputs(size, ceil);
  return padded && (outputs - 1) * window.stride >= size + window.pad ? outputs - 1 : outputs;
}

struct Plan {
  PoolingShape shape;
  Shape output;
};

Plan plan(const Tensor& in, const Pooling& layer) {
  const ImageSizes image = image_sizes("input", in);
  const auto& [h, w, ceil] = layer;
  check_window(h, w);
  if (h.pad > h.kernel / 2 || w.pad > w.kernel / 2) {
    fail("the padding must be at most half of the kernel, got ", h.pad, "x", w.pad, " for a ",
         h.kernel, "x", w.kernel, " kernel");
  }
  const bool padded = h.pad > 0 || w.pad > 0;
  const int64_t out_height = pooled_size(h, image.height, ceil, padded);
  const int64_t out_width = pooled_size(w, image.width, ceil, padded);
  check_output_size(in, h, w, out_height, out_width);
  return {{image.batch * image.channels, image.height, image.width, out_height, out_width, h, w},
          image_shape(image, image.channels, out_height, out_width)};
}

}  // namespace

void max_pooling(Tensor& out, Tensor& indices, const Tensor& in, const Pooling& layer) {
  const auto kernel = need(in.device(), &LayerKernels::max_pooling);
  const Plan p = plan(in, layer);
  check_same_type(out, in);
  if (indices.dtype() != DType::Long || &indices.device() != &in.device()) {
    fail("the indices must be a LongTensor on ", in.device(), ", got ", indices);
  }
  const Tensor x = contiguous(in);
  Result result(out, p.output, {&x}), places(indices, p.output, {&x});
  kernel({result.tensor(), places.tensor(), x, p.shape});
  result.finish();
  places.finish();
}

void max_pooling_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                          const Tensor& indices, const Pooling& layer) {
  const auto kernel = need(in.device(), &LayerKernels::max_pooling_backward);
  const Plan p = plan(in, layer);
  check_same_type(grad_in, in);
  check_output_gradient(in, grad_out, p.output);
  if (indices.dtype() != DType::Long || Shape{indices.sizes()} != p.output) {
    fail("the indices are ", indices, ", expected LongTensor ", p.output);
  }
  const Tensor dy = contiguous(grad_out), places = contiguous(indices);
  Result result(grad_in, Shape{in.sizes()}, {&dy});
  kernel({result.tensor(), dy, places, p.shape});
  result.finish();
}

void average_pooling(Tensor& out, const Tensor& in, const AveragePooling& layer) {
  const auto kernel = need(in.device(), &LayerKernels::average_pooling);
  const Plan p = plan(in, layer);
  check_same_type(out, in);
  const Tensor x = contiguous(in);
  Result result(out, p.output, {&x});
  kernel({result.tensor(), x, p.shape, layer});
  result.finish();
}

void average_pooling_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                              const AveragePooling& layer) {
  const auto kernel = need(in.device(), &LayerKernels::average_pooling_backward);
  const Plan p = plan(in, layer);
  check_same_type(grad_in, in);
  check_output_gradient(in, grad_out, p.output);
  const Tensor dy = contiguous(grad_out);
  Result result(grad_in, Shape{in.sizes()}, {&dy});
  kernel({result.tensor(), dy, p.shape, layer});
  result.finish();
}

}  // namespace tocha

namespace tocha::nn {
namespace {
// Old files lack padding and ceil_mode.
Pooling layer(Fields& self) {
  return {{self.integer("kH"), self.integer("dH"), self.integer("padH", 0)},
          {self.integer("kW"), self.integer("dW"), self.integer("padW", 0)},
          self.flag("ceil_mode")};
}

// Without `divide` old files mean the sum of the window.
AveragePooling average(Fields& self) {
  return {layer(self), self.flag("count_include_pad", true), self.flag("divide")};
}

void max_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  max_pooling(self.output(in), self.buffer("indices", DType::Long, in.device()), in, layer(self));
  self.set("iheight", double(in.size(in.dim() - 2)));  // nn.SpatialMaxUnpooling reads them
  self.set("iwidth", double(in.size(in.dim() - 1)));
}

void max_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  max_pooling_backward(self.grad_input(in), in, grad_output.tensor(), self.tensor("indices"),
                       layer(self));
}

constexpr Layer kLayers[] = {
    {"nn.SpatialAveragePooling",
     [](Fields& self, const Value& in) {
       average_pooling(self.output(in.tensor()), in.tensor(), average(self));
     },
     [](Fields& self, const Value& in, const Value& grad_output) {
       average_pooling_backward(self.grad_input(in.tensor()), in.tensor(), grad_output.tensor(),
                                average(self));
     }},
    {"nn.SpatialMaxPooling", max_forward, max_backward},
};

}  // namespace

Layers pooling_layers() { return kLayers; }

}  // namespace tocha::nn
