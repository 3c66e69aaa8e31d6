// SPDX-License-Identifier: BSD-3-Clause
// nn.Convert: between data layouts named by letters, such as 'bchw' (batch, channels, height,
// width) to 'bf' (batch, features). The input is converted to the type of the output first; a
// sample without its batch dimension is a batch of one.
#include <algorithm>

#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

struct Conversion {
  explicit Conversion(Fields& self) : from(self.text("inputShape")), to(self.text("outputShape")) {
    any = from == "b*";
    std::string a = from, b = to;
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    transposes = any || a == b;
    from_batch = int64_t(from.find('b'));
    to_batch = int64_t(to.find('b'));
  }
  bool lacks_batch(const Tensor& in) const { return !any && in.dim() < int(from.size()); }

  // A batch in the new layout. All views, but for the flattening of strided features.
  Tensor convert(const Tensor& batch) const {
    if (any) return batch;
    check_dims("input", batch, int(from.size()), int(from.size()));
    if (transposes) {
      Shape order;
      for (char axis : to) order.push_back(int64_t(from.find(axis)));
      return permute(batch, order);
    }
    const int64_t count = batch.size(int(from_batch));
    if (to == "bf" || (to == "bt" && from == "b")) {
      const Tensor first = transpose(batch, 0, from_batch);
      return view(contiguous(first), Shape{count, batch.numel() / count});
    }
    const int other = from.size() == 2 && from != "bt" && from != "tb" ? int(from.find('f')) : -1;
    if (to == "b" && (from == "bt" || from == "tb"))
      return select(batch, int64_t(from.find('t')), 0);
    if (to == "b" && other >= 0 && batch.size(other) == 1) return select(batch, other, 0);
    fail("cannot convert layout '", from, "' to '", to, "' (input ", batch.sizes(), ")");
  }

  std::string from, to;
  bool any, transposes;
  int64_t from_batch, to_batch;
};

// The input in the output's type, as a batch.
Tensor batch_of(const Conversion& c, const Tensor& in, const Tensor& out) {
  const Tensor typed = to(in, out.dtype(), out.device());
  return c.lacks_batch(in) ? unsqueeze(typed, c.from_batch) : typed;
}

void forward(Fields& self, const Value& input) {
  const Conversion c(self);
  const Tensor& in = input.tensor();
  Tensor& out = self.copy_buffer("output", in);
  Tensor result = c.convert(batch_of(c, in, out));
  if (c.lacks_batch(in)) result = select(result, c.to_batch, 0);
  out.resize_as(result);
  copy(out, result);
}

// Gradients take the way of the elements: each goes back to where it came from.
void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Conversion c(self);
  const Tensor& in = input.tensor();
  const Tensor& out = self.tensor("output");
  check_gradient(grad_output.tensor(), out);
  Tensor gradient(out.dtype(), Shape{in.sizes()}, out.device());
  fill(gradient, 0);
  Tensor batch = c.lacks_batch(in) ? unsqueeze(gradient, c.from_batch) : gradient;
  const Tensor g =
      c.lacks_batch(in) ? unsqueeze(grad_output.tensor(), c.to_batch) : grad_output.tensor();
  if (c.transposes || c.to == "b") {
    Tensor places = c.convert(batch);  // a view of the gradient
    copy(places, g);
  } else {
    Tensor first = transpose(batch, 0, c.from_batch);
    copy(first, view(contiguous(g), first.sizes()));
  }
  Tensor& result = self.buffer("gradInput", in.dtype(), in.device());
  copy(result.resize_as(in), gradient);
}

constexpr Layer kLayers[] = {{"nn.Convert", forward, backward}};

}  // namespace

Layers convert_layers() { return kLayers; }

}  // namespace tocha::nn
