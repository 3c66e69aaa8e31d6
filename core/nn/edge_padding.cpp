// SPDX-License-Identifier: BSD-3-Clause
// Padding that continues an image or a volume: nn.SpatialReplicationPadding and
// nn.VolumetricReplicationPadding repeat its border, nn.SpatialReflectionPadding mirrors it there.
// Negative numbers cut lines off. Made of copies of views, one axis after the other, so it runs on
// every device.
#include <algorithm>

#include "core/nn/layers.h"
#include "core/nn/window.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

enum class Edge { Replicate, Reflect };

struct Axis {
  const char *before, *after;  // the fields
};

// One dimension's part of the padding: line k of the output is line source(k) of the input.
struct Step {
  int dim;
  int64_t before, in_size, out_size;
  Edge edge;

  int64_t source(int64_t k) const {
    int64_t at = k - before;
    if (edge == Edge::Reflect) {
      at = std::abs(at);
      if (at >= in_size) at = 2 * (in_size - 1) - at;
    }
    return std::clamp<int64_t>(at, 0, in_size - 1);
  }
  // Calls f(part of the output, part of the input) for lines that follow each other in both.
  template <class F>
  void each_run(const Tensor& out, const Tensor& in, F&& f) const {
    for (int64_t k = 0, end; k < out_size; k = end) {
      const int64_t from = source(k);
      for (end = k + 1; end < out_size && source(end) == from + end - k;) ++end;
      f(narrow(out, dim, k, end - k), narrow(in, dim, from, end - k));
    }
  }
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
      steps_[count_++] = {dim, before[i], in.size(dim), output_[dim], edge};
    }
  }

  const Shape& output() const { return output_; }

  void forward(Tensor& out, const Tensor& in) const {
    if (count_ == 0) return copy(out.resize_as(in), in);
    Tensor x = in;
    for (int i = 0; i < count_; ++i) {
      Tensor y(in.dtype(), in.device());
      Tensor& to = i + 1 < count_ ? y : out;
      Shape sizes{x.sizes()};
      sizes[steps_[i].dim] = steps_[i].out_size;
      to.resize(sizes);
      steps_[i].each_run(to, x, [](Tensor line, const Tensor& from) { copy(line, from); });
      x = to;
    }
  }

  // What was taken from a line comes back to it.
  void backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out) const {
    if (count_ == 0) return copy(grad_in.resize_as(in), grad_out);
    Tensor dy = grad_out;
    for (int i = count_ - 1; i >= 0; --i) {
      Tensor dx(in.dtype(), in.device());
      Tensor& to = i > 0 ? dx : grad_in;
      Shape sizes{dy.sizes()};
      sizes[steps_[i].dim] = steps_[i].in_size;
      fill(to.resize(sizes), 0);
      steps_[i].each_run(dy, to, [](const Tensor& line, Tensor from) { add(from, from, 1, line); });
      dy = to;
    }
  }

 private:
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
