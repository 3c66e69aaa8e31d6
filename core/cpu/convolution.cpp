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
    return concat(Shape{s.batch, s.in_channels, s.in_height, s.in_width}, " -> ",
                  Shape{s.batch, s.out_channels, s.out_height, s.out_width}, ", kernel ",
                  s.h.kernel, "x", s.w.kernel);
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
