// SPDX-License-Identifier: BSD-3-Clause
// Which kernel runs a convolution on the CPU.
#include "core/cpu/convolution.h"

#include "core/cpu/candidates.h"
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {
namespace {

template <class Args>
void choose(const char* op, const Args& args) {
  static constexpr Candidate<Args> kList[] = {
      {"oneDNN", convolution_onednn},
      {"unfold + matrix product", convolution_unfold},
  };
  run_first(op, kList, args, [](const Args& a) {
    const ConvolutionShape& s = a.shape;
    Shape in{s.batch, s.in_channels}, out{s.batch, s.out_channels}, kernel;
    for (int d = kMaxSpatial - s.dims; d < kMaxSpatial; ++d) {
      in.push_back(s.in[d]);
      out.push_back(s.out[d]);
      kernel.push_back(s.windows[d].kernel);
    }
    const std::string groups = s.groups > 1 ? concat(", ", s.groups, " groups") : "";
    return concat(in, " -> ", out, ", kernel ", kernel, groups);
  });
}

}  // namespace

void convolution(const ConvolutionForward& a) { choose("convolution", a); }
void convolution_backward_input(const ConvolutionBackwardInput& a) {
  choose("convolution_backward_input", a);
}
void convolution_backward_weight(const ConvolutionBackwardWeight& a) {
  choose("convolution_backward_weight", a);
}

}  // namespace tocha::cpu
