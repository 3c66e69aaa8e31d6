// SPDX-License-Identifier: BSD-3-Clause
// nn.SpatialZeroPadding: rows and columns of zeros around images; negative numbers cut rows and
// columns off. Made of copies of views, so it runs on every device.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/nn/window.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

struct ZeroPadding {
  int64_t before[2], after[2];  // rows, columns
  Shape output;

  ZeroPadding(Fields& self, const Tensor& in)
      : before{self.integer("pad_t"), self.integer("pad_l")},
        after{self.integer("pad_b"), self.integer("pad_r")},
        output{in.sizes()} {
    check_dims("input", in, 3, 4);
    for (int d = 0; d < 2; ++d) {
      int64_t& size = output[in.dim() - 2 + d];
      size += before[d] + after[d];
      if (size < 1) fail("the output size would be ", output, " (input ", in.sizes(), ")");
    }
  }
  // Views of the pixels that both have.
  Tensor of_input(const Tensor& in) const { return shared(in, output, -1); }
  Tensor of_output(const Tensor& out, const Tensor& in) const {
    return shared(out, Shape{in.sizes()}, 1);
  }

 private:
  // The part of `t` that lies in the other side's `sizes`, `sign * before` away.
  Tensor shared(const Tensor& t, const Shape& sizes, int64_t sign) const {
    Tensor part = t;
    for (int d = 0; d < 2; ++d) {
      const int at = t.dim() - 2 + d;
      const int64_t first = std::max<int64_t>(0, sign * before[d]);
      const int64_t end = std::min(t.size(at), sign * before[d] + sizes[at]);
      if (end <= first) return Tensor(t.dtype(), t.device());  // all is cut off
      part = narrow(part, at, first, end - first);
    }
    return part;
  }
};

void move(Tensor& to, const Tensor& from) {
  if (!to.empty()) copy(to, from);
}

void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const ZeroPadding padding(self, in);
  Tensor& out = self.output(in);
  out.resize(padding.output);
  fill(out, 0);
  Tensor inside = padding.of_output(out, in);
  move(inside, padding.of_input(in));
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  const ZeroPadding padding(self, in);
  check_output_gradient(in, dy, padding.output);
  Tensor& grad_in = self.grad_input(in);
  grad_in.resize_as(in);
  fill(grad_in, 0);
  Tensor kept = padding.of_input(grad_in);
  move(kept, padding.of_output(dy, in));
}

constexpr Layer kLayers[] = {{"nn.SpatialZeroPadding", forward, backward}};

}  // namespace

Layers zero_padding_layers() { return kLayers; }

}  // namespace tocha::nn
