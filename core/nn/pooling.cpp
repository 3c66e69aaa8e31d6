// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/pooling.h"

#include "core/nn/convolution_checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
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
  const Window windows[] = {h, w};
  const Shape out = pooled_sizes(in, windows, ceil);
  return {{image.batch * image.channels, image.height, image.width, out[0], out[1], h, w},
          image_shape(image, image.channels, out[0], out[1])};
}

}  // namespace

Shape pooled_sizes(const Tensor& in, std::span<const Window> windows, bool ceil) {
  check_windows(windows);
  const Shape pads = each_window(windows, [](const Window& w) { return w.pad; });
  auto too_padded = [](const Window& w) { return w.pad > w.kernel / 2; };
  if (std::any_of(windows.begin(), windows.end(), too_padded)) {
    fail("the padding must be at most half of the kernel, got ", pads, " for a ",
         each_window(windows, [](const Window& w) { return w.kernel; }), " kernel");
  }
  const bool padded = std::any_of(pads.begin(), pads.end(), [](int64_t pad) { return pad > 0; });
  int dim = in.dim() - int(windows.size());
  const Shape sizes = each_window(
      windows, [&](const Window& w) { return pooled_size(w, in.size(dim++), ceil, padded); });
  check_output_sizes(in, windows, sizes);
  return sizes;
}

void check_indices(const Tensor& indices, const Tensor& in) {
  if (indices.dtype() == DType::Long && &indices.device() == &in.device()) return;
  fail("the indices must be a LongTensor on ", in.device(), ", got ", indices);
}

void scatter_planes(Tensor& to, const Shape& sizes, const Tensor& from, const Tensor& indices,
                    int dims) {
  const auto kernel = need(from.device(), &LayerKernels::max_pooling_backward);
  check_same_type(to, from);
  if (indices.dtype() != DType::Long || !indices.same_sizes(from)) {
    fail("the indices are ", indices, ", expected LongTensor ", from.sizes());
  }
  const Tensor source = contiguous(from), places = contiguous(indices);
  Result result(to, sizes, {&source});
  Shape plane;
  int64_t planes = 1;
  for (int d = 0; d < sizes.size(); ++d) {
    if (d < sizes.size() - dims) planes *= sizes[d];
    if (d >= sizes.size() - dims) plane.push_back(sizes[d]);
  }
  kernel({result.tensor(), source, places, planes, plane});
  result.finish();
}

void max_pooling(Tensor& out, Tensor& indices, const Tensor& in, const Pooling& layer) {
  const auto kernel = need(in.device(), &LayerKernels::max_pooling);
  const Plan p = plan(in, layer);
  check_same_type(out, in);
  check_indices(indices, in);
  const Tensor x = contiguous(in);
  Result result(out, p.output, {&x}), places(indices, p.output, {&x});
  kernel({result.tensor(), places.tensor(), x, p.shape});
  result.finish();
  places.finish();
}

void max_pooling_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                          const Tensor& indices, const Pooling& layer) {
  check_output_gradient(in, grad_out, plan(in, layer).output);
  scatter_planes(grad_in, Shape{in.sizes()}, grad_out, indices, 2);
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
// Old files lack padding and ceil_mode; only dilated layers have a dilation.
Pooling layer(Fields& self) {
  const Windows windows = read_windows(self, 2, true);
  return {windows[0], windows[1], self.flag("ceil_mode")};
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

// A sequence is an image as wide as its frames have features, under windows of width 1.
struct Sequence {
  Pooling layer;
  Tensor image;

  Sequence(Fields& self, const Tensor& in)
      : layer{{self.integer("kW"), self.integer("dW")}, {1}}, image(of(in)) {}
  static Tensor of(const Tensor& t) {
    check_dims("input", t, 2, 3);
    return unsqueeze(t, t.dim() - 2);
  }
};

// The image of a result has one dimension more.
template <class Run>
void flatly(std::initializer_list<Tensor*> results, Run&& run) {
  run();
  for (Tensor* result : results) *result = squeeze(*result, result->dim() - 3);
}

void temporal_forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Sequence sequence(self, in);
  Tensor& out = self.output(in);
  Tensor& indices = self.buffer("indices", DType::Long, in.device());
  flatly({&out, &indices}, [&] { max_pooling(out, indices, sequence.image, sequence.layer); });
}

void temporal_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  const Sequence sequence(self, in);
  Tensor& grad_in = self.grad_input(in);
  flatly({&grad_in}, [&] {
    max_pooling_backward(grad_in, sequence.image, Sequence::of(dy),
                         Sequence::of(self.tensor("indices")), sequence.layer);
  });
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
    {"nn.SpatialDilatedMaxPooling", max_forward, max_backward},
    {"nn.SpatialMaxPooling", max_forward, max_backward},
    {"nn.TemporalMaxPooling", temporal_forward, temporal_backward},
};

}  // namespace

Layers pooling_layers() { return kLayers; }

}  // namespace tocha::nn
