// SPDX-License-Identifier: BSD-3-Clause
// Criterions made of criterions and modules, which may be a user's own: nn.MultiCriterion,
// nn.ParallelCriterion, nn.ModuleCriterion; and nn.CriterionTable, a criterion as a module.
#include "core/base/error.h"
#include "core/nn/layers.h"
#include "core/nn/tables.h"

namespace tocha::nn {
namespace {

double weight_of(Fields& self, int64_t i) {
  const Value weights = self.get("weights");
  if (weights.kind == Value::Kind::Storage) {
    const Storage& list = *weights.storage_ptr;
    if (list.dtype() != DType::Double || i > list.size()) {
      fail("the weights must be a DoubleStorage of at least ", i, ", got a ", list.dtype(),
           "Storage of ", list.size());
    }
    return static_cast<const double*>(list.data())[i - 1];
  }
  return weights.table().number(i);
}

// gradInput, or an element of it, becomes or is added `factor` times the gradient.
void gather(Fields& to, Key key, const Value& gradient, double factor, bool first) {
  if (first) zeros_like(to, key, gradient);
  add_to(to, key, gradient, factor);
}

// --- MultiCriterion: the weighted sum of criterions on the same input and target ---

void multi_forward(Fields& self, const Value& input, const Value& target) {
  Fields& criterions = self.table("criterions");
  double loss = 0;
  for (int64_t i = 1, n = criterions.length(); i <= n; ++i) {
    loss += weight_of(self, i) * criterions.table(i).forward(input, target).number;
  }
  self.set("output", loss);
}

void multi_backward(Fields& self, const Value& input, const Value& target) {
  Fields& criterions = self.table("criterions");
  for (int64_t i = 1, n = criterions.length(); i <= n; ++i) {
    gather(self, "gradInput", criterions.table(i).backward(input, target), weight_of(self, i),
           i == 1);
  }
}

// --- ParallelCriterion: criterion i on element i of the input and, unless it is one for all, of
// the target ---

Value target_of(Fields& self, const Value& target, int64_t i) {
  return self.flag("repeatTarget") ? target : target.table().get(i);
}

void parallel_forward(Fields& self, const Value& input, const Value& target) {
  Fields& criterions = self.table("criterions");
  double loss = 0;
  for (int64_t i = 1, n = criterions.length(); i <= n; ++i) {
    const Value x = input.table().get(i), y = target_of(self, target, i);
    loss += weight_of(self, i) * criterions.table(i).forward(x, y).number;
  }
  self.set("output", loss);
}

void parallel_backward(Fields& self, const Value& input, const Value& target) {
  Fields &criterions = self.table("criterions"), &out = self.table_buffer("gradInput");
  const int64_t count = criterions.length();
  for (int64_t i = 1; i <= count; ++i) {
    const Value x = input.table().get(i), y = target_of(self, target, i);
    gather(out, i, criterions.table(i).backward(x, y), weight_of(self, i), true);
  }
  // Inputs without a criterion have no influence.
  const int64_t inputs = input.table().length();
  for (int64_t i = count + 1; i <= inputs; ++i) zeros_like(out, i, input.table().get(i));
  out.shorten(inputs);
}

// --- ModuleCriterion: modules before a criterion, for the input, the target or both ---

Value through(Fields& self, const char* module, const char* kept, const Value& value) {
  const Value found = self.get(module);
  if (!found.is_table()) return value;
  const Value result = found.table().forward(value);
  self.set(kept, result);
  return result;
}

void module_forward(Fields& self, const Value& input, const Value& target) {
  const Value x = through(self, "inputModule", "input", input);
  const Value y = through(self, "targetModule", "target", target);
  self.set("output", self.table("criterion").forward(x, y).number);
}

void module_backward(Fields& self, const Value& input, const Value& target) {
  const Value before = self.get("inputModule");
  const Value x = before ? self.get("input") : input;
  const Value y = self.has("targetModule") ? self.get("target") : target;
  Value gradient = self.table("criterion").backward(x, y);
  if (before) gradient = before.table().backward_all(input, gradient, 1);
  self.set("gradInput", gradient);
}

constexpr Criterion kCriterions[] = {
    {"nn.ModuleCriterion", module_forward, module_backward},
    {"nn.MultiCriterion", multi_forward, multi_backward},
    {"nn.ParallelCriterion", parallel_forward, parallel_backward},
};

// --- CriterionTable: {input, target} to the loss ---

constexpr Layer kLayers[] = {
    {"nn.CriterionTable",
     [](Fields& self, const Value& input) {
       Fields& pair = input.table();
       self.set("output", self.table("criterion").forward(pair.get(1), pair.get(2)));
     },
     [](Fields& self, const Value& input, const Value&) {
       Fields& pair = input.table();
       const Value gradient = self.table("criterion").backward(pair.get(1), pair.get(2));
       self.table_buffer("gradInput").set(1, gradient);
     }},
};

}  // namespace

Criterions criterion_container_criterions() { return kCriterions; }
Layers criterion_container_layers() { return kLayers; }

}  // namespace tocha::nn
