// SPDX-License-Identifier: BSD-3-Clause
// nn.SpatialMaxUnpooling and nn.VolumetricMaxUnpooling: put each element back to where the maximum
// was that another layer, the field `pooling`, took in its last forward pass; the rest is zeros.
#include "core/nn/layers.h"
#include "core/nn/pooling.h"
#include "core/ops/gather.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

// The last `dims` dimensions are those of the pooling's input.
struct Unpooling {
  const Tensor& indices;
  Shape output;

  Unpooling(Fields& self, const Tensor& in, int dims)
      : indices(self.table("pooling").tensor("indices")), output{in.sizes()} {
    check_dims("input", in, dims + 1, dims + 2);
    if (!indices.same_sizes(output)) {
      fail("the input is ", in.sizes(), ", the pooling's last output was ", indices.sizes());
    }
    const char* const sizes[] = {"iwidth", "iheight", "itime"};
    for (int d = 0; d < dims; ++d) {
      output[in.dim() - 1 - d] = self.table("pooling").integer(sizes[d]);
    }
  }
};

template <int kDims>
void forward(Fields& self, const Value& input) {
  const Tensor& in = input.tensor();
  const Unpooling layer(self, in, kDims);
  scatter_planes(self.output(in), layer.output, in, layer.indices, kDims);
}

// `t` with the dimensions of its planes as one.
Tensor flat(const Tensor& t, int dims) {
  Shape sizes;
  for (int d = 0; d < t.dim() - dims; ++d) sizes.push_back(t.size(d));
  sizes.push_back(-1);
  return view(contiguous(t), sizes);
}

template <int kDims>
void backward(Fields& self, const Value& input, const Value& grad_output) {
  const Tensor &in = input.tensor(), &dy = grad_output.tensor();
  const Unpooling layer(self, in, kDims);
  check_output_gradient(in, dy, layer.output);
  const int last = in.dim() - kDims;
  Tensor& grad_in = self.grad_input(in);
  gather(grad_in, flat(dy, kDims), last, flat(layer.indices, kDims));
  grad_in = view(grad_in, in.sizes());
}

constexpr Layer kLayers[] = {
    {"nn.SpatialMaxUnpooling", forward<2>, backward<2>},
    {"nn.VolumetricMaxUnpooling", forward<3>, backward<3>},
};

}  // namespace

Layers max_unpooling_layers() { return kLayers; }

}  // namespace tocha::nn
