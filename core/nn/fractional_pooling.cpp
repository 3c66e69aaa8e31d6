// SPDX-License-Identifier: BSD-3-Clause
// nn.SpatialFractionalMaxPooling and nn.VolumetricFractionalMaxPooling: max pooling by regions of
// one size at random steps, drawn anew for each plane and pass. Paper: Graham, "Fractional
// Max-Pooling" (2014), the pseudorandom kind.
#include <cmath>

#include "core/nn/layers.h"
#include "core/nn/region_pooling.h"
#include "core/ops/random.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

struct Names {
  const char *pool, *size, *ratio;
};
// In the order of the dimensions. Of a volume the last is T, as in Torch7.
constexpr Names kHeight = {"poolSizeH", "outH", "ratioH"};
constexpr Names kWidth = {"poolSizeW", "outW", "ratioW"};
constexpr Names kTime = {"poolSizeT", "outT", "ratioT"};
constexpr Names kImage[] = {kHeight, kWidth};
constexpr Names kVolume[] = {kHeight, kWidth, kTime};

struct Axes {
  PoolAxis list[3];
  int count;

  Axes(Fields& self, const Tensor& in, std::span<const Names> names) : count(int(names.size())) {
    check_dims("input", in, count + 1, count + 2);
    for (int i = 0; i < count; ++i) {
      const Names& name = names[size_t(i)];
      const int64_t size = in.size(in.dim() - count + i), pool = self.count(name.pool, 1);
      const int64_t out = self.has(name.ratio)
                              ? to_int64(std::floor(double(size) * self.number(name.ratio)))
                              : self.integer(name.size);
      if (out < 1) fail("the output size would be ", out, " for a size of ", size);
      if (pool > size || out > size - pool + 1) {
        fail(out, " regions of ", pool, " need a size of at least ", out + pool - 1, ", got ", size,
             " (input ", in.sizes(), ")");
      }
      list[i] = {size, out, {pool}, PoolAxis::Kind::Fractional};
    }
  }
  std::span<const PoolAxis> span() const { return {list, size_t(count)}; }
};

// A number in [0, 1) for each dimension of each plane, the last dimension's first; new ones unless
// they are to be kept (`newRandomPool`, strange as that is) and there are enough.
const Tensor& samples(Fields& self, const Tensor& in, int dims) {
  const bool batched = in.dim() == dims + 2;
  const Shape sizes{batched ? in.size(0) : 1, in.size(batched), dims};
  const bool keep = self.flag("newRandomPool") && self.has("randomSamples");
  Tensor& list = self.buffer("randomSamples", in);
  check_same_type(list, in);
  if (keep && list.same_sizes(sizes) && list.is_contiguous()) return list;
  uniform(list.resize(sizes), self.generator(), 0, 1);
  return list;
}

template <const auto& kNames>
constexpr Layer layer(const char* name) {
  return {name,
          [](Fields& self, const Value& input) {
            const Tensor& in = input.tensor();
            const Axes axes(self, in, kNames);
            const Tensor list = contiguous(samples(self, in, axes.count));
            region_max_pooling(self.output(in), self.buffer("indices", DType::Long, in.device()),
                               in, axes.span(), &list);
          },
          [](Fields& self, const Value& input, const Value& grad_output) {
            const Tensor& in = input.tensor();
            region_max_pooling_backward(self.grad_input(in), in, grad_output.tensor(),
                                        self.tensor("indices"), Axes(self, in, kNames).span());
          }};
}

constexpr Layer kLayers[] = {
    layer<kImage>("nn.SpatialFractionalMaxPooling"),
    layer<kVolume>("nn.VolumetricFractionalMaxPooling"),
};

}  // namespace

Layers fractional_pooling_layers() { return kLayers; }

}  // namespace tocha::nn
