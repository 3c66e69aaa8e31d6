// SPDX-License-Identifier: BSD-3-Clause
#include "core/optim/adam.h"

#include "core/optim/dense.h"

namespace tocha {

void adam(const AdamTensors& t, const AdamStep& step) {
  DenseOperands dense(
      {{"x", &t.x}, {"df/dx", &t.gradient}, {"state.m", &t.mean}, {"state.v", &t.square}});
  if (t.x.empty()) return;
  need(t.x.device(), t.x.device().kernels.adam)({dense[0], dense[1], dense[2], dense[3]}, step);
  dense.finish();
}

}  // namespace tocha
