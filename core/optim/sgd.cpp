// SPDX-License-Identifier: BSD-3-Clause
#include "core/optim/sgd.h"

#include "core/optim/dense.h"

namespace tocha {

void sgd(Tensor& x, Tensor& gradient, Tensor* velocity, const SgdStep& step) {
  if (step.momentum != 0 && !velocity) fail("momentum ", step.momentum, " needs a velocity");
  if (step.momentum == 0) velocity = nullptr;
  DenseOperands dense =
      velocity ? DenseOperands({{"x", &x}, {"df/dx", &gradient}, {"state.dfdx", velocity}})
               : DenseOperands({{"x", &x}, {"df/dx", &gradient}});
  if (x.empty()) return;
  need(x.device(), x.device().kernels.sgd)(dense[0], dense[1], velocity ? &dense[2] : nullptr,
                                           step);
  dense.finish();
}

}  // namespace tocha
