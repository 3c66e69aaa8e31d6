// SPDX-License-Identifier: BSD-3-Clause
// Padding that continues an image or a volume: nn.SpatialReplicationPadding and
// nn.VolumetricReplicationPadding repeat its border, nn.SpatialReflectionPadding mirrors it there.
// Negative numbers cut lines off. Made of index_select and index_add, one axis after the other, so
// it runs on every device.
#include <algorithm>

#include "core/nn/layers.h"
#include "core/nn/window.h"
#include "core/ops/copy.h"
#include "core/ops/index.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

enum class Edge { Replicate, Reflect };

struct Axis {
  const char *before, *after;  // the fields
};

// Lines of one dimension: line k of the output is line source[k] of the input, from 1.
struct Step {
  int dim;
  Tensor source;
};

class EdgePadding {
 public:
  EdgePadding(Fields& self, const Tensor& in, std::span<const Axis> axes, Edge edge)
      : output_{in.sizes()} {
    const int dims = int(axes.size());
    check_dims("input", in, dims + 1, dims + 2);
    int64_t before[3];
    for (int i = 0; i < dims; ++i) {
      const int dim = in.dim() - dims + i;
      const int64_t size = in.size(dim), after = self.integer(axes[size_t(i)].after);
      before[i] = self.integer(axes[size_t(i)].before);
      if (edge == Edge::Reflect && std::max(before[i], after) >= size) {
        fail("the padding must be below the size, got ", before[i], " and ", after, " for ", size,
             " (input ", in.sizes(), ")");
      }
      output_[dim] += before[i] + after;
    }
    for (int i = 0; i < dims; ++i) {
      const int dim = in.dim() - dims + i;
      if (output_[dim] < 1) fail("the output size would be ", output_, " (input ", in.sizes(), ")");
      if (before[i] == 0 && output_[dim] == in.size(dim)) continue;
      steps_[count_++] = {dim, lines(output_[dim], before[i], in.size(dim), edge, in.device())};
    }
  }

  const Shape& output() const { return output_; }

  void forward(Tensor& out, const Tensor& in) const {
    if (count_ == 0) return copy(out.resize_as(in), in);
    Tensor x = in;
    for (int i = 0; i < count_; ++i) {
      Tensor y(in.dtype(), in.device());
      Tensor& to = i + 1 < count_ ? y : out;
      index_select(to, x, steps_[i].dim, steps_[i].source);
      x = to;
    }
  }

  // What was taken from a line comes back to it.
  void backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out) const {
    if (count_ == 0) return copy(grad_in.resize_as(in), grad_out);
    Tensor dy = grad_out;
    for (int i = count_ - 1; i >= 0; --i) {
      const int dim = steps_[i].dim;
      Tensor dx(in.dtype(), in.device());
      Tensor& to = i > 0 ? dx : grad_in;
      Shape sizes{dy.sizes()};
      sizes[dim] = in.size(dim);
      fill(to.resize(sizes), 0);
      index_add(to, dim, steps_[i].source, dy);
      dy = to;
    }
  }

 private:
  static Tensor lines(int64_t count, int64_t before, int64_t size, Edge edge, Device& device) {
    Tensor list(DType::Long, Shape{count});
    int64_t* to = list.data<int64_t>();
    for (int64_t k = 0; k < count; ++k) {
      int64_t at = k - before;
      if (edge == Edge::Reflect) {
        at = std::abs(at);
        if (at >= size) at = 2 * (size - 1) - at;
      }
      to[k] = std::clamp<int64_t>(at, 0, size - 1) + 1;
    }
    return tocha::to(list, DType::Long, device);
  }

  Shape output_;
  Step steps_[3];
  int count_ = 0;
};

constexpr Axis kImage[] = {{"pad_t", "pad_b"}, {"pad_l", "pad_r"}};
constexpr Axis kVolume[] = {{"pfront", "pback"}, {"ptop", "pbottom"}, {"pleft", "pright"}};

template <const auto& kAxes, Edge kEdge>
constexpr Layer layer(const char* name) {
  return {name,
          [](Fields& self, const Value& input) {
            const Tensor& in = input.tensor();
            EdgePadding(self, in, kAxes, kEdge).forward(self.output(in), in);
          },
          [](Fields& self, const Value& input, const Value& grad_output) {
            const Tensor &in = input.tensor(), &dy = grad_output.tensor();
            const EdgePadding padding(self, in, kAxes, kEdge);
            check_output_gradient(in, dy, padding.output());
            padding.backward(self.grad_input(in), in, dy);
          }};
}

constexpr Layer kLayers[] = {
    layer<kImage, Edge::Reflect>("nn.SpatialReflectionPadding"),
    layer<kImage, Edge::Replicate>("nn.SpatialReplicationPadding"),
    layer<kVolume, Edge::Replicate>("nn.VolumetricReplicationPadding"),
};

}  // namespace

Layers edge_padding_layers() { return kLayers; }

}  // namespace tocha::nn
