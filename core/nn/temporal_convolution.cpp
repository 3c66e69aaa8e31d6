// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/temporal_convolution.h"

#include "core/nn/convolution_checks.h"
#include "core/nn/kernels.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/linalg.h"

namespace tocha {
namespace {

struct Plan {
  int64_t batch, frames, features, outputs;  // outputs: frames of the result
  Shape output;
  int64_t rows() const { return batch * outputs; }
};

Plan plan(const Tensor& in, const Tensor& weight, const Window& window) {
  check_dims("input", in, 2, 3);
  check_windows({&window, 1});
  if (window.pad != 0 || window.dilation != 1) fail("sequences are neither padded nor dilated");
  check_dims("weight", weight, 2, 2);
  check_same_type(weight, in);
  const int last = in.dim() - 1;
  const int64_t frames = in.size(last - 1), features = in.size(last);
  if (Shape{features, window.kernel}.numel() != weight.size(1)) {
    fail("input has ", features, " features, expected ", double(weight.size(1)) / window.kernel,
         " (input ", in.sizes(), ")");
  }
  const int64_t outputs = window.outputs(frames);
  if (outputs < 1) {
    fail("a kernel of ", window.kernel, " frames does not fit into ", frames, " frames");
  }
  Shape output{in.sizes()};
  output[last - 1] = outputs;
  output[last] = weight.size(0);
  return {last == 2 ? in.size(0) : 1, frames, features, outputs, output};
}

// Frames first, first + stride, ...: those of each window, `count` frames long, as one run.
Tensor runs(const Tensor& sequence, const Plan& p, const Window& window, int64_t first,
            int64_t count) {
  Tensor view = sequence;
  view.set_view(sequence.offset() + first * p.features,
                Shape{p.batch, p.outputs, count * p.features},
                Shape{p.frames * p.features, window.stride * p.features, 1});
  return view;
}

// All windows as a matrix.
Tensor unfolded(const Tensor& in, const Plan& p, const Window& window) {
  return view(contiguous(runs(contiguous(in), p, window, 0, window.kernel)),
              Shape{p.rows(), window.kernel * p.features});
}

}  // namespace

void temporal_convolution(Tensor& out, const Tensor& in, const Tensor& weight, const Tensor* bias,
                          const Window& window) {
  const Plan p = plan(in, weight, window);
  check_same_type(out, in);
  if (bias) check_bias(in, *bias, weight, weight.size(0));
  const Tensor rows = unfolded(in, p, window);
  Result result(out, p.output, {&rows});
  Tensor matrix = view(result.tensor(), Shape{p.rows(), weight.size(0)});
  const Tensor filters = transpose(weight, 0, 1);
  if (bias)
    addmm(matrix, 1, *bias, 1, rows, filters);
  else
    mm(matrix, rows, filters);
  result.finish();
}

void temporal_convolution_backward_input(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                                         const Tensor& weight, const Window& window) {
  const Plan p = plan(in, weight, window);
  check_same_type(grad_in, in);
  check_output_gradient(in, grad_out, p.output);
  Tensor rows(in.dtype(), in.device());
  mm(rows, view(contiguous(grad_out), Shape{p.rows(), weight.size(0)}), weight);
  Result result(grad_in, Shape{in.sizes()}, {});
  fill(result.tensor(), 0);
  const Tensor parts = view(rows, Shape{p.batch, p.outputs, window.kernel * p.features});
  // Windows that do not overlap go to their places at once, others one frame after the other.
  const int64_t count = window.kernel <= window.stride ? window.kernel : 1;
  for (int64_t first = 0; first < window.kernel; first += count) {
    Tensor frames = runs(result.tensor(), p, window, first, count);
    add(frames, frames, 1, narrow(parts, 2, first * p.features, count * p.features));
  }
  result.finish();
}

void temporal_convolution_backward_weight(Tensor& grad_weight, Tensor* grad_bias, const Tensor& in,
                                          const Tensor& grad_out, const Window& window,
                                          double scale) {
  const Plan p = plan(in, grad_weight, window);
  check_output_gradient(in, grad_out, p.output);
  const Tensor rows = view(contiguous(grad_out), Shape{p.rows(), grad_weight.size(0)});
  addmm(grad_weight, 1, grad_weight, scale, transpose(rows, 0, 1), unfolded(in, p, window));
  if (!grad_bias) return;
  check_accumulator("gradBias", *grad_bias, in, grad_weight.size(0));
  Accumulator bias(grad_bias);
  need(in.device(), &LayerKernels::add_column_sums)(*bias.tensor(), rows, scale);
  bias.finish();
}

}  // namespace tocha

namespace tocha::nn {
namespace {

// Sequences are not padded.
Window frames(Fields& self) { return {self.integer("kW"), self.integer("dW", 1)}; }

constexpr Layer kLayers[] = {
    {"nn.TemporalConvolution",
     [](Fields& self, const Value& input) {
       const Tensor& in = input.tensor();
       temporal_convolution(self.output(in), in, self.tensor("weight"),
                            self.optional_tensor("bias"), frames(self));
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       const Tensor& in = input.tensor();
       temporal_convolution_backward_input(self.grad_input(in), in, grad_output.tensor(),
                                           self.tensor("weight"), frames(self));
     },
     [](Fields& self, const Value& input, const Value& grad_output, double scale) {
       temporal_convolution_backward_weight(self.tensor("gradWeight"), grad_bias(self),
                                            input.tensor(), grad_output.tensor(), frames(self),
                                            scale);
     }},
};

}  // namespace

Layers temporal_convolution_layers() { return kLayers; }

}  // namespace tocha::nn
