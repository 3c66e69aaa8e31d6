// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/modulo.h"

#include "core/ops/modulo_functors.h"

namespace tocha {
namespace {

template <template <class> class Op>
void run(Tensor& out, std::initializer_list<const Tensor*> in,
         std::initializer_list<double> params = {}) {
  pointwise(out, {&Kernels::modulo, ModuloOps::position<Op>(), in, params});
}

}  // namespace

using namespace functors;

void fmod(Tensor& out, const Tensor& a, double divisor) { run<FmodScalar>(out, {&a}, {divisor}); }
void fmod(Tensor& out, const Tensor& a, const Tensor& b) { run<Fmod>(out, {&a, &b}); }
void remainder(Tensor& out, const Tensor& a, double divisor) {
  run<RemainderScalar>(out, {&a}, {divisor});
}
void remainder(Tensor& out, const Tensor& a, const Tensor& b) { run<Remainder>(out, {&a, &b}); }

}  // namespace tocha
