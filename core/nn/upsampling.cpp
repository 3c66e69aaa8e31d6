// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/upsampling.h"

#include "core/nn/checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/nn/results.h"
#include "core/ops/arithmetic.h"

namespace tocha {
namespace {

void check_sizes(const Tensor& grad_in, const Tensor& grad_out, const Shape& expected) {
  check_same_type(grad_in, grad_out);
  if (grad_out.same_sizes(expected)) return;
  fail("gradOutput has sizes ", grad_out.sizes(), ", the output has ", expected);
}

Shape enlarged(const Tensor& in, int64_t scale, int spatial) {
  check_dims("input", in, spatial + 1, spatial + 2);
  if (scale < 1) fail("the scale must be a positive whole number, got ", scale);
  Shape sizes{in.sizes()};
  for (int d = in.dim() - spatial; d < in.dim(); ++d) sizes[d] = Shape{sizes[d], scale}.numel();
  return sizes;
}

// A tensor as planes, and behind each of the spatial sizes of `small` one of `factor`.
Tensor split_pixels(const Tensor& t, const Tensor& small, int spatial, int64_t factor) {
  Shape sizes{1};
  for (int d = 0; d < small.dim(); ++d) {
    if (d < small.dim() - spatial) {
      sizes[0] *= small.size(d);
    } else {
      sizes.push_back(small.size(d));
      sizes.push_back(factor);
    }
  }
  return view(t, sizes);
}

}  // namespace

void upsample_nearest(Tensor& out, const Tensor& in, int64_t scale, int spatial) {
  const Shape sizes = enlarged(in, scale, spatial);
  check_same_type(out, in);
  const Tensor x = contiguous(in);
  out.resize(sizes);
  Tensor copies = split_pixels(out, x, spatial, scale);
  copy(copies, expand(split_pixels(x, x, spatial, 1), copies.sizes()));
}

void upsample_nearest_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                               int64_t scale, int spatial) {
  check_sizes(grad_in, grad_out, enlarged(in, scale, spatial));
  const Tensor copies = split_pixels(contiguous(grad_out), in, spatial, scale);
  grad_in.resize(in.sizes());
  Shape sizes;
  for (int d = 0; d <= spatial; ++d) sizes.push_back(copies.size(d == 0 ? 0 : 2 * d - 1));
  Tensor total = view(grad_in, sizes);
  int64_t count = 1;
  for (int d = 0; d < spatial; ++d) count *= scale;
  for (int64_t i = 0; i < count; ++i) {
    Tensor part = copies;
    int64_t rest = i;
    for (int d = spatial; d > 0; --d, rest /= scale) part = select(part, 2 * d, rest % scale);
    if (i == 0)
      copy(total, part);
    else
      add(total, total, 1, part);
  }
}

namespace {

struct Interpolation {
  Shape output;
  int64_t planes = 1, in[3] = {1, 1, 1}, out[3] = {1, 1, 1};

  Interpolation(const Tensor& x, std::span<const int64_t> to) : output{x.sizes()} {
    const int spatial = int(to.size()), first = x.dim() - spatial;
    check_dims("input", x, spatial + 1, spatial + 2);
    for (int d = 0; d < first; ++d) planes *= x.size(d);
    for (int d = 0; d < spatial; ++d) {
      if (to[size_t(d)] < 1) fail("the output size must be at least 1, got ", to);
      output[first + d] = to[size_t(d)];
      in[3 - spatial + d] = x.size(first + d);
      out[3 - spatial + d] = to[size_t(d)];
    }
  }
  InterpolationCall call(Tensor& result, const Tensor& from) const {
    return {result, from, planes, {in[0], in[1], in[2]}, {out[0], out[1], out[2]}};
  }
};

}  // namespace

void interpolate(Tensor& out, const Tensor& in, std::span<const int64_t> to) {
  const auto kernel = need(in.device(), &LayerKernels::interpolate);
  const Interpolation sizes(in, to);
  check_same_type(out, in);
  const Tensor x = contiguous(in);
  Result result(out, sizes.output, {&x});
  kernel(sizes.call(result.tensor(), x));
  result.finish();
}

void interpolate_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                          std::span<const int64_t> to) {
  const auto kernel = need(in.device(), &LayerKernels::interpolate_backward);
  const Interpolation sizes(in, to);
  check_sizes(grad_in, grad_out, sizes.output);
  const Tensor dy = contiguous(grad_out);
  Result result(grad_in, Shape{in.sizes()}, {&dy});
  kernel(sizes.call(result.tensor(), dy));
  result.finish();
}

namespace {

struct Shuffle {
  Shape output;
  int64_t batch, channels, scale, height, width;  // channels: of the output

  Shuffle(const Tensor& in, int64_t scale) : output{in.sizes()}, scale(scale) {
    check_dims("input", in, 3, 4);
    const int first = in.dim() - 3;
    if (scale < 1 || scale > in.size(first) || in.size(first) % (scale * scale) != 0) {
      fail(in.size(first), " channels cannot be shuffled into squares of ", scale, "x", scale);
    }
    batch = first == 1 ? in.size(0) : 1;
    channels = in.size(first) / (scale * scale);
    height = in.size(first + 1);
    width = in.size(first + 2);
    output[first] = channels;
    output[first + 1] *= scale;
    output[first + 2] *= scale;
  }
  // Both sides as batch x channels x height x row of the square x width x column of the square.
  Tensor input(const Tensor& t) const {
    return permute(view(t, Shape{batch, channels, scale, scale, height, width}),
                   Shape{0, 1, 4, 2, 5, 3});
  }
  Tensor image(const Tensor& t) const {
    return view(t, Shape{batch, channels, height, scale, width, scale});
  }
};

}  // namespace

void pixel_shuffle(Tensor& out, const Tensor& in, int64_t scale) {
  const Shuffle shuffle(in, scale);
  check_same_type(out, in);
  const Tensor x = contiguous(in);
  Result result(out, shuffle.output, {&x});
  Tensor to = shuffle.image(result.tensor());
  copy(to, shuffle.input(x));
  result.finish();
}

void pixel_shuffle_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                            int64_t scale) {
  const Shuffle shuffle(in, scale);
  check_sizes(grad_in, grad_out, shuffle.output);
  const Tensor dy = contiguous(grad_out);
  Result result(grad_in, Shape{in.sizes()}, {&dy});
  Tensor to = shuffle.input(result.tensor());
  copy(to, shuffle.image(dy));
  result.finish();
}

}  // namespace tocha

namespace tocha::nn {
namespace {

void nearest(Fields& self, const Value& input) {
  upsample_nearest(self.output(input.tensor()), input.tensor(), self.integer("scale_factor"));
}
void nearest_backward(Fields& self, const Value& input, const Value& grad_output) {
  upsample_nearest_backward(self.grad_input(input.tensor()), input.tensor(), grad_output.tensor(),
                            self.integer("scale_factor"));
}

// The sizes that a layer enlarges the last `spatial` dimensions to.
Shape target(Fields& self, const Tensor& in, int spatial) {
  Shape to;
  for (int d = 0; d < spatial; ++d) {
    static constexpr const char* kNames[] = {"odepth", "oheight", "owidth"};
    to.push_back(self.has("scale_factor")
                     ? Shape{in.size(in.dim() - spatial + d), self.integer("scale_factor")}.numel()
                     : self.integer(kNames[3 - spatial + d]));
  }
  return to;
}

void bilinear(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  check_dims("input", in, 3, 4);
  interpolate(self.output(in), in, target(self, in, 2));
}
void bilinear_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  check_dims("input", in, 3, 4);
  interpolate_backward(self.grad_input(in), in, grad_output.tensor(), target(self, in, 2));
}

// nn.UpSampling: batches of images or volumes only, since it tells them apart by their dimensions.
int spatial_of(const Tensor& in) {
  check_dims("input", in, 4, 5);
  return in.dim() - 2;
}
void any(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const int spatial = spatial_of(in);
  if (self.text("mode") == "linear")
    interpolate(self.output(in), in, target(self, in, spatial));
  else
    upsample_nearest(self.output(in), in, self.integer("scale_factor"), spatial);
}
void any_backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  const int spatial = spatial_of(in);
  Tensor& dx = self.grad_input(in);
  if (self.text("mode") == "linear")
    interpolate_backward(dx, in, dy, target(self, in, spatial));
  else
    upsample_nearest_backward(dx, in, dy, self.integer("scale_factor"), spatial);
}

constexpr Layer kLayers[] = {
    {"nn.PixelShuffle",
     [](Fields& self, const Value& input) {
       pixel_shuffle(self.output(input.tensor()), input.tensor(), self.integer("upscaleFactor"));
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       pixel_shuffle_backward(self.grad_input(input.tensor()), input.tensor(), grad_output.tensor(),
                              self.integer("upscaleFactor"));
     }},
    {"nn.SpatialUpSamplingBilinear", bilinear, bilinear_backward},
    {"nn.SpatialUpSamplingNearest", nearest, nearest_backward},
    {"nn.UpSampling", any, any_backward},
};

}  // namespace

Layers upsampling_layers() { return kLayers; }

}  // namespace tocha::nn
