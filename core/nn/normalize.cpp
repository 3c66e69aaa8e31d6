// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/normalize.h"

#include <cmath>

#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/clamp.h"
#include "core/ops/copy.h"
#include "core/ops/extreme.h"
#include "core/ops/gather.h"
#include "core/ops/norm.h"
#include "core/ops/power.h"
#include "core/ops/reduce.h"
#include "core/ops/scatter.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

Tensor rows(const Tensor& t) { return t.dim() == 1 ? unsqueeze(t, 0) : t; }

void check(const Tensor& in, double p) {
  check_dims("input", in, 1, 2);
  if (!(p > 0)) fail("p must be above 0, got ", p);
}

// The gradient of the norm of x: that of sum |x|^p / p over norm^(p - 1), or for p = infinity of
// max |x|. Elements are divided by the norm first: their powers may be beyond the type.
void norm_gradient(Tensor& out, const Tensor& x, const Tensor& norm, double p, double epsilon) {
  if (std::isinf(p)) {
    Tensor size(x.dtype(), x.device()), largest(x.dtype(), x.device());
    Tensor where(DType::Long, x.device());
    abs(size, x);
    max(largest, where, size, 1);
    gather(largest, x, 1, where);
    sign(largest, largest);
    fill(out.resize_as(x), 0);
    return scatter(out, 1, where, largest);
  }
  abs(out, x);
  if (p < 1) add(out, out, epsilon);  // where x is 0 the slope is infinite
  div(out, out, expand(norm, x.sizes()));
  pow(out, out, p - 1);
  Tensor signs(x.dtype(), x.device());
  sign(signs, x);
  mul(out, out, signs);
}

}  // namespace

void normalize(Tensor& out, Tensor& norm, const Tensor& in, double p, double epsilon) {
  check(in, p);
  check_same_type(norm, in);
  const Tensor x = rows(in);
  tocha::norm(norm, x, p, 1);
  if (std::isinf(p)) {
    add(norm, norm, epsilon);
  } else {
    Tensor most(in.dtype(), in.device());  // at least the result, and finite where powers are not
    add(most, norm, std::pow(epsilon, 1 / p));
    pow(norm, norm, p);
    add(norm, norm, epsilon);
    pow(norm, norm, 1 / p);
    if (p > 1) cmin(norm, norm, most);
  }
  check_same_type(out, in);
  Tensor y = rows(out.resize_as(in));
  div(y, x, expand(norm, x.sizes()));
}

void normalize_backward(Tensor& grad_in, const Tensor& in, const Tensor& grad_out,
                        const Tensor& norm, double p, double epsilon) {
  check(in, p);
  check_gradient(grad_out, in);
  const Tensor x = rows(in), dy = match_sizes(rows(grad_out), x);
  if (norm.dim() != 2 || norm.size(0) != x.size(0)) {
    fail("the norms have sizes ", norm.sizes(), ", the input ", in.sizes());
  }
  // With y = x / norm: dx = (dy - g (y dy)) / norm, where g is the gradient of the norm, y for p
  // = 2.
  const Tensor norms = expand(norm, x.sizes());
  Tensor direction(x.dtype(), x.device()), product(x.dtype(), x.device());
  Tensor along(x.dtype(), x.device());
  div(direction, x, norms);
  mul(product, direction, dy);
  sum(along, product, 1);
  if (p != 2) norm_gradient(direction, x, norm, p, epsilon);
  check_same_type(grad_in, in);
  Tensor dx = rows(grad_in.resize_as(in));
  addcmul(dx, dy, -1, direction, expand(along, x.sizes()));
  div(dx, dx, norms);
}

}  // namespace tocha

namespace tocha::nn {
namespace {
constexpr Layer kLayers[] = {
    {"nn.Normalize",
     [](Fields& self, const Value& input) {
       const Tensor& in = input.tensor();
       normalize(self.output(in), self.buffer("norm", in), in, self.number("p"),
                 self.number("eps", 1e-10));
     },
     [](Fields& self, const Value& input, const Value& grad_output) {
       const Tensor& in = input.tensor();
       normalize_backward(self.grad_input(in), in, grad_output.tensor(), self.tensor("norm"),
                          self.number("p"), self.number("eps", 1e-10));
     }},
};

}  // namespace

Layers normalize_layers() { return kLayers; }

}  // namespace tocha::nn
