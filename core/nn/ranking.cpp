// SPDX-License-Identifier: BSD-3-Clause
// Losses on the two tensors of a table: which should be larger (nn.MarginRankingCriterion,
// nn.DistanceRatioCriterion), how near they should be (nn.L1HingeEmbeddingCriterion).
#include "core/nn/checks.h"
#include "core/nn/layers.h"
#include "core/ops/arithmetic.h"
#include "core/ops/clamp.h"
#include "core/ops/compare.h"
#include "core/ops/copy.h"
#include "core/ops/math.h"
#include "core/ops/norm.h"
#include "core/ops/reduce.h"
#include "core/tensor/views.h"

namespace tocha::nn {
namespace {

struct Pair {
  explicit Pair(const Value& input) : a(input.table().tensor(1)), b(input.table().tensor(2)) {
    if (a.numel() != b.numel()) fail("inputs have sizes ", a.sizes(), " and ", b.sizes());
  }
  const Tensor &a, &b;
};

// The target under the sizes of the input; a number goes for all elements.
const Tensor& signs(Fields& self, const Tensor& in, const Value& target) {
  Tensor& y = self.buffer("_signs", in).resize_as(in);
  if (target.is_number()) {
    fill(y, target.number);
  } else {
    copy(y, target.tensor());
  }
  return y;
}

double average_of(Fields& self, const Tensor& in) {
  return self.flag("sizeAverage") && !in.empty() ? 1.0 / double(in.size(0)) : 1.0;
}

// --- MarginRankingCriterion: max(0, margin - y (a - b)), y: 1 or -1 ---

// margin - y (a - b), in the field `dist`
Tensor& violations(Fields& self, const Pair& in, const Tensor& y) {
  Tensor& d = self.buffer("dist", in.a);
  add(d.resize_as(in.a), in.b, -1, in.a);
  mul(d, d, y);
  add(d, d, self.number("margin"));
  return d;
}

void ranking_forward(Fields& self, const Value& input, const Value& target) {
  const Pair in(input);
  Tensor& d = violations(self, in, signs(self, in.a, target));
  cmax(d, d, 0);
  self.set("output", sum(d) * (target.is_number() ? 1.0 : average_of(self, in.a)));
}

void ranking_backward(Fields& self, const Value& input, const Value& target) {
  const Pair in(input);
  const Tensor& y = signs(self, in.a, target);
  const Tensor& d = violations(self, in, y);
  Fields& out = self.table_buffer("gradInput");
  Tensor &da = out.buffer(1, in.a), &db = out.buffer(2, in.a);
  ge(db.resize_as(in.a), d, 0);
  mul(db, db, y);
  mul(db, db, target.is_number() ? 1.0 : average_of(self, in.a));
  neg(da.resize_as(in.a), db);
}

// --- L1HingeEmbeddingCriterion: |a - b|_1 for y = 1, max(0, margin - |a - b|_1) for -1 ---

double sign_number(const Value& target) {
  if (target.is_number()) return target.number;
  const Tensor& y = target.tensor();
  if (y.numel() != 1) fail("target must be 1 or -1, got ", y);
  return sum(y);
}

void l1_hinge_forward(Fields& self, const Value& input, const Value& target) {
  const Pair in(input);
  const double distance = dist(in.a, in.b, 1);
  const bool near = sign_number(target) != -1;
  self.set("output", near ? distance : std::max(0.0, self.number("margin") - distance));
}

void l1_hinge_backward(Fields& self, const Value& input, const Value& target) {
  const Pair in(input);
  Fields& out = self.table_buffer("gradInput");
  Tensor &da = out.buffer(1, in.a), &db = out.buffer(2, in.a);
  add(da.resize_as(in.a), in.a, -1, in.b);
  const double distance = norm(da, 1);
  sign(da, da);
  if (sign_number(target) == -1) mul(da, da, distance > self.number("margin") ? 0.0 : -1.0);
  neg(db.resize_as(in.a), da);
}

// --- DistanceRatioCriterion: a + log(exp(-a) + exp(-b)) of the distances of a similar and of a
// dissimilar pair (https://arxiv.org/abs/1610.00243), as log(1 + exp(a - b)) ---

void ratio_forward(Fields& self, const Value& input, const Value&) {
  const Pair in(input);
  Tensor& z = self.buffer("_difference", in.a);
  Tensor& loss = self.buffer("loss", in.a);
  add(z.resize_as(in.a), in.a, -1, in.b);
  abs(loss, z);  // log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|))
  neg(loss, loss);
  exp(loss, loss);
  log1p(loss, loss);
  cmax(z, z, 0);
  add(loss, loss, 1, z);
  self.set("output", sum(loss) * average_of(self, in.a));
}

void ratio_backward(Fields& self, const Value& input, const Value&) {
  const Pair in(input);
  Fields& out = self.table_buffer("gradInput");
  Tensor &da = out.buffer(1, in.a), &db = out.buffer(2, in.a);
  add(da.resize_as(in.a), in.a, -1, in.b);
  sigmoid(da, da);
  mul(da, da, average_of(self, in.a));
  neg(db.resize_as(in.a), da);
}

constexpr Criterion kCriterions[] = {
    {"nn.DistanceRatioCriterion", ratio_forward, ratio_backward},
    {"nn.L1HingeEmbeddingCriterion", l1_hinge_forward, l1_hinge_backward},
    {"nn.MarginRankingCriterion", ranking_forward, ranking_backward},
};

}  // namespace

Criterions ranking_criterions() { return kCriterions; }

}  // namespace tocha::nn
