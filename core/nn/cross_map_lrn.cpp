// SPDX-License-Identifier: BSD-3-Clause
// nn.SpatialCrossMapLRN: local response normalization across channels (Krizhevsky, Sutskever,
// Hinton 2012, section 3.3), y[c] = x[c] scale[c]^-beta with
//   scale[c] = k + alpha / size * the sum of x[j]^2 over the `size` channels j around c.
// Made of operators, so it runs on every device.
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/nn/window.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/power.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

struct Lrn {
  int64_t before, after;  // channels around one that count with it
  int channel;            // the dimension
  double alpha, beta, k;  // alpha: for each channel

  Lrn(Fields& self, const Tensor& in) : channel(in.dim() - 3) {
    check_dims("input", in, 3, 4);
    const int64_t size = self.integer("size");
    if (size < 1) fail("the size must be at least 1, got ", size);
    before = (size - 1) / 2;
    after = size - 1 - before;
    alpha = self.number("alpha", 1e-4) / double(size);
    beta = self.number("beta", 0.75);
    k = self.number("k", 1);
  }
  // out[c] = the sum of in[c - back] ... in[c + ahead], as far as there are such channels.
  void add_neighbours(Tensor& out, const Tensor& in, int64_t back, int64_t ahead) const {
    out.resize_as(in);
    copy(out, in);
    const int64_t channels = in.size(channel), last = channels - 1;
    for (int64_t distance = -std::min(back, last); distance <= std::min(ahead, last); ++distance) {
      const int64_t count = channels - std::abs(distance);
      if (distance == 0) continue;
      Tensor to = narrow(out, channel, std::max<int64_t>(0, -distance), count);
      add(to, to, 1, narrow(in, channel, std::max<int64_t>(0, distance), count));
    }
  }
};

void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Lrn lrn(self, in);
  Tensor &scale = self.buffer("scale", in), &out = self.output(in);
  Tensor squares(in.dtype(), in.device());
  mul(squares, in, in);
  lrn.add_neighbours(scale, squares, lrn.before, lrn.after);
  mul(scale, scale, lrn.alpha);
  add(scale, scale, lrn.k);
  pow(out, scale, -lrn.beta);
  mul(out, out, in);
}

// dx[c] = dy[c] scale[c]^-beta - 2 alpha beta / size x[c] * the sum of dy[j] y[j] / scale[j] over
// the channels j around which c counts.
void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor& in = input.tensor();
  const Lrn lrn(self, in);
  const Tensor &dy = grad_output.tensor(), &out = self.tensor("output"),
               &scale = self.tensor("scale");
  check_output_gradient(in, dy, Shape{in.sizes()});
  check_output_gradient(in, scale, Shape{in.sizes()});
  Tensor ratio(in.dtype(), in.device()), sums(in.dtype(), in.device());
  mul(ratio, dy, out);
  div(ratio, ratio, scale);
  lrn.add_neighbours(sums, ratio, lrn.after, lrn.before);
  Tensor& grad_in = self.grad_input(in);
  pow(ratio, scale, -lrn.beta);
  mul(ratio, ratio, dy);
  addcmul(grad_in, ratio, -2 * lrn.alpha * lrn.beta, in, sums);
}

constexpr Layer kLayers[] = {{"nn.SpatialCrossMapLRN", forward, backward}};

}  // namespace

Layers cross_map_lrn_layers() { return kLayers; }

}  // namespace tocha::nn
