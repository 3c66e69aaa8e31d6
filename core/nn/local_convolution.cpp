// SPDX-License-Identifier: BSD-3-Clause
// nn.SpatialConvolutionLocal: a convolution with a kernel of its own for each output position.
// `weight` is out height x out width x out x in x kernel, `bias` out x out height x out width. The
// windows of the padded input are gathered by position; a batch of matrix products, one a position,
// does the rest.
#include "core/nn/convolution_checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/linalg.h"
#include "core/ops/reduce.h"

namespace tocha::nn {
namespace {

struct Local {
  Samples input;
  Windows windows;
  Shape sizes;  // of the output
  int64_t outputs, filter;

  Local(Fields& self, const Tensor& in)
      : input("input", in, 2),
        windows(read_windows(self, 2)),
        outputs(self.count("nOutputPlane", 1)) {
    check_windows(windows);
    const Shape got{input.channels, input.sizes[0], input.sizes[1]};
    const Shape expected{self.integer("nInputPlane"), self.integer("iH"), self.integer("iW")};
    if (got != expected) fail("input has sizes ", in.sizes(), ", expected ", expected);
    for (int d = 0; d < 2; ++d) sizes.push_back(windows[d].outputs(input.sizes[d]));
    check_output_sizes(in, windows, sizes);
    filter = Shape{input.channels, windows[0].kernel, windows[1].kernel}.numel();
  }
  int64_t positions() const { return sizes[0] * sizes[1]; }
  Shape output() const { return input.like(outputs, sizes); }
  // The weight, or its gradient: positions x out x filter.
  Tensor matrices(const Tensor& weight) const {
    check_accumulator("weight", weight, weight, Shape{positions(), outputs, filter}.numel());
    return view(contiguous(weight), Shape{positions(), outputs, filter});
  }
  // What surrounds a batch of images with zeros.
  Tensor padded(const Tensor& like) const {
    Tensor t(like.dtype(),
             Shape{input.batch, input.channels, input.sizes[0] + 2 * windows[0].pad,
                   input.sizes[1] + 2 * windows[1].pad},
             like.device());
    fill(t, 0);
    return t;
  }
  Tensor inside(const Tensor& padded) const {
    return narrow(narrow(padded, 2, windows[0].pad, input.sizes[0]), 3, windows[1].pad,
                  input.sizes[1]);
  }
  // The windows of padded images: out height x out width x in x kernel x batch.
  Tensor gathered(const Tensor& padded) const {
    Tensor t = unfold(padded, 2, windows[0].kernel, windows[0].stride);
    t = unfold(t, 3, windows[1].kernel, windows[1].stride);
    return permute(t, Shape{2, 3, 1, 4, 5, 0});
  }
  Tensor columns(const Tensor& in) const {
    Tensor t = padded(in), to = inside(t);
    copy(to, in);
    return view(contiguous(gathered(t)), Shape{positions(), filter, input.batch});
  }
  // An output, or its gradient, by position: positions x out x batch.
  Tensor by_position(const Tensor& out) const {
    return permute(view(contiguous(out), Shape{input.batch, outputs, positions()}), Shape{2, 1, 0});
  }
};

void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Local l(self, in);
  Tensor product(in.dtype(), in.device());
  bmm(product, l.matrices(self.tensor("weight")), l.columns(in));
  Tensor& out = self.output(in);
  out.resize(l.output());
  const Tensor images = permute(product, Shape{2, 1, 0});
  const Tensor bias = view(contiguous(self.tensor("bias")), Shape{l.outputs, l.positions()});
  Tensor flat = view(out, Shape{l.input.batch, l.outputs, l.positions()});
  add(flat, images, 1, bias);
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  const Local l(self, in);
  check_output_gradient(in, dy, l.output());
  Tensor columns(in.dtype(), in.device());
  bmm(columns, transpose(l.matrices(self.tensor("weight")), 1, 2), l.by_position(dy));
  Tensor sums = l.padded(in), places = l.gathered(sums);
  const Tensor windows = view(columns, Shape{places.sizes()});
  // Windows overlap, but not in the same element of the kernel.
  for (int64_t y = 0; y < l.windows[0].kernel; ++y) {
    for (int64_t x = 0; x < l.windows[1].kernel; ++x) {
      Tensor to = select(select(places, 4, x), 3, y);
      add(to, to, 1, select(select(windows, 4, x), 3, y));
    }
  }
  Tensor& grad_in = self.grad_input(in);
  grad_in.resize_as(in);
  copy(grad_in, l.inside(sums));
}

void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  const Local l(self, in);
  check_output_gradient(in, dy, l.output());
  Tensor &weight = self.tensor("gradWeight"), &bias = self.tensor("gradBias");
  Tensor product(in.dtype(), in.device());
  bmm(product, l.by_position(dy), transpose(l.columns(in), 1, 2));
  add(weight, weight, scale, view(product, Shape{weight.sizes()}));
  Tensor sums(in.dtype(), in.device());
  sum(sums, view(contiguous(dy), Shape{l.input.batch, l.outputs * l.positions()}), 0);
  add(bias, bias, scale, view(sums, Shape{bias.sizes()}));
}

constexpr Layer kLayers[] = {
    {"nn.SpatialConvolutionLocal", forward, backward, accumulate},
};

}  // namespace

Layers local_convolution_layers() { return kLayers; }

}  // namespace tocha::nn
