// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/view.h"

#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

Shape with_batch(int64_t batch, std::span<const int64_t> sizes) {
  Shape result{batch};
  for (int64_t size : sizes) result.push_back(size);
  return result;
}

}  // namespace

void view_samples(Tensor& out, const Tensor& in, std::span<const int64_t> sizes, int input_dims) {
  int64_t wanted = 1;
  bool open = false;
  for (int64_t size : sizes) {
    if (size < 0)
      open = true;
    else
      wanted = Shape{wanted, size}.numel();
  }
  const int sample_dims = input_dims > 0 ? std::min(input_dims, in.dim()) : in.dim();
  int64_t batch = 1, elements = in.empty() ? 0 : 1;
  for (int d = 0; d < in.dim(); ++d) (d < in.dim() - sample_dims ? batch : elements) *= in.size(d);
  if (wanted == 0 || elements == 0 || elements % wanted != 0) {
    fail("input ", in.sizes(), " does not fit the view ", sizes);
  }
  if (!open) batch *= elements / wanted;
  const bool single = batch == 1 && (input_dims <= 0 || in.dim() <= input_dims);
  become(out, view(contiguous(in), single ? Shape{sizes} : with_batch(batch, sizes)));
}

void reshape_samples(Tensor& out, const Tensor& in, std::span<const int64_t> sizes,
                     BatchMode mode) {
  const int64_t wanted = Shape{sizes}.numel();
  const bool single = mode == BatchMode::Sample || (mode == BatchMode::Guess && !in.empty() &&
                                                    in.numel() == wanted && in.size(0) != 1);
  if (in.empty() || in.numel() != wanted * (single ? 1 : in.size(0))) {
    fail("input ", in.sizes(), " does not fit the sizes ", sizes, single ? "" : " of each sample");
  }
  become(out, view(contiguous(in), single ? Shape{sizes} : with_batch(in.size(0), sizes)));
}

void view_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out) {
  check_gradient(grad_out, in);
  become(grad_in, view(contiguous(grad_out), in.sizes()));
}

}  // namespace tocha

namespace tocha::nn {
namespace {
void reshape_forward(Fields& self, const Value& input) {
  const Value batch = self.get("batchMode");
  const BatchMode mode = !batch                   ? BatchMode::Guess
                         : self.flag("batchMode") ? BatchMode::Batch
                                                  : BatchMode::Sample;
  reshape_samples(self.output(input.tensor()), input.tensor(), self.shape("size"), mode);
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  view_backward(self.grad_input(input.tensor()), input.tensor(), grad_output.tensor());
}

void pass(Fields& self, const Value& input) { self.set("output", input); }
void pass_back(Fields& self, const Value&, const Value& grad_output) {
  self.set("gradInput", grad_output);
}

constexpr Layer kLayers[] = {
    {"nn.Identity", pass, pass_back},
    {"nn.PrintSize", pass, pass_back},  // its class in Lua prints
    {"nn.Reshape", reshape_forward, backward},
    {"nn.View",
     [](Fields& self, const Value& input) {
       view_samples(self.output(input.tensor()), input.tensor(), self.shape("size"),
                    int(self.integer("numInputDims", 0)));
     },
     backward},
};

}  // namespace

Layers view_layers() { return kLayers; }

}  // namespace tocha::nn
