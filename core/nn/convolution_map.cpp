// SPDX-License-Identifier: BSD-3-Clause
// nn.SpatialConvolutionMap and nn.SpatialFullConvolutionMap: convolutions in which only some pairs
// of planes are connected. `connTable` lists them, a row (input plane, output plane) each, from 1,
// and `weight` has a kernel for each row. They run as dense convolutions whose other kernels are
// zero: on today's machines that is faster than a loop over small kernels, and it needs no code of
// its own.
#include "core/nn/convolution_checks.h"
#include "core/nn/full_convolution.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/index.h"

namespace tocha::nn {
namespace {

struct Dense {
  Tensor weight;  // rows x columns x kernel: out x in, or in x out for a full convolution
  Tensor places;  // of each connection's kernel among the rows and columns, from 1
  Windows windows;
};

// The place of each connection; the caller's error for planes that do not exist.
Tensor places_of(const Tensor& table, const Tensor& weight, bool full, int64_t inputs,
                 int64_t outputs) {
  check_dims("connTable", table, 2, 2);
  if (table.size(1) != 2 || table.size(0) != weight.size(0)) {
    fail("connTable ", table.sizes(), " does not fit weight ", weight.sizes());
  }
  const Tensor pairs = to(table, DType::Double, cpu_device());
  Tensor places(DType::Long, {table.size(0)});
  for (int64_t k = 0; k < table.size(0); ++k) {
    auto plane = [&](int64_t column, int64_t count, const char* what) {
      const double at = pairs.data<double>()[k * pairs.stride(0) + column * pairs.stride(1)];
      if (!(at >= 1 && at < double(count) + 1)) {
        fail("connTable[", k + 1, "] is ", what, " plane ", at, " of ", count);
      }
      return int64_t(at) - 1;
    };
    const int64_t from = plane(0, inputs, "input"), onto = plane(1, outputs, "output");
    places.data<int64_t>()[k] = 1 + (full ? from * outputs + onto : onto * inputs + from);
  }
  return to(places, DType::Long, table.device());
}

// Planes of the input behind those in the table are connected to nothing.
Dense dense(Fields& self, const Tensor& in, bool full) {
  const Samples samples("input", in, 2);
  const Tensor &weight = self.tensor("weight", 3), &bias = self.tensor("bias");
  const int64_t inputs = samples.channels, outputs = self.count("nOutputPlane", 1);
  check_bias(in, bias, weight, outputs);
  if (inputs < self.integer("nInputPlane")) {
    fail("input has ", inputs, " channels, expected at least ", self.integer("nInputPlane"),
         " (input ", in.sizes(), ")");
  }
  Dense d{Tensor(weight.dtype(), weight.device()),
          places_of(self.tensor("connTable"), weight, full, inputs, outputs),
          {{weight.size(1), self.integer("dH", 1)}, {weight.size(2), self.integer("dW", 1)}}};
  const Shape kernel{weight.size(1), weight.size(2)};
  d.weight.resize(full ? Shape{inputs, outputs, kernel[0], kernel[1]}
                       : Shape{outputs, inputs, kernel[0], kernel[1]});
  fill(d.weight, 0);
  Tensor kernels = view(d.weight, Shape{inputs * outputs, kernel[0], kernel[1]});
  index_add(kernels, 0, d.places, weight);
  return d;
}

template <bool kFull>
void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Dense d = dense(self, in, kFull);
  Tensor &out = self.output(in), &bias = self.tensor("bias");
  if (kFull)
    full_convolution(out, in, {d.weight, &bias, d.windows, {0, 0}});
  else
    convolution(out, in, {d.weight, &bias, d.windows});
}

template <bool kFull>
void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  const Dense d = dense(self, in, kFull);
  Tensor& dx = self.grad_input(in);
  if (kFull)
    full_convolution_backward_input(dx, in, dy, {d.weight, nullptr, d.windows, {0, 0}});
  else
    convolution_backward_input(dx, in, dy, {d.weight, nullptr, d.windows});
}

template <bool kFull>
void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  const Dense d = dense(self, in, kFull);
  Tensor all(in.dtype(), Shape{d.weight.sizes()}, in.device());
  fill(all, 0);
  Tensor& bias = self.tensor("gradBias");
  if (kFull) {
    full_convolution_backward_weight(all, &bias, in, dy, {d.weight, nullptr, d.windows, {0, 0}},
                                     scale);
  } else {
    convolution_backward_weight(all, &bias, in, dy, {d.weight, nullptr, d.windows}, scale);
  }
  Tensor& weight = self.tensor("gradWeight");
  Tensor chosen(in.dtype(), in.device());
  index_select(chosen, view(all, Shape{-1, all.size(2), all.size(3)}), 0, d.places);
  add(weight, weight, 1, chosen);
}

constexpr Layer kLayers[] = {
    {"nn.SpatialConvolutionMap", forward<false>, backward<false>, accumulate<false>},
    {"nn.SpatialFullConvolutionMap", forward<true>, backward<true>, accumulate<true>},
};

}  // namespace

Layers convolution_map_layers() { return kLayers; }

}  // namespace tocha::nn
