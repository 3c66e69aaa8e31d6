// SPDX-License-Identifier: BSD-3-Clause
// nn.MapTable for C++ hosts: a clone of the module for each element of the input table.
#include "core/base/error.h"
#include "core/nn/layers.h"
#include "core/nn/object.h"

namespace tocha::nn {
namespace {

// The list of clones, at least as many as the input has elements.
Fields& clones(Fields& self, int64_t count) {
  static constexpr const char* kShared[] = {"weight", "bias", "gradWeight", "gradBias"};
  auto& list = static_cast<Object&>(self.table_buffer("modules"));
  auto& module = static_cast<Object&>(self.table("module"));
  const int64_t first = list.length() + 1;
  if (first <= count && module.reaches(static_cast<Object&>(self))) fail("contains itself");
  for (int64_t i = first; i <= count; ++i) {
    const bool shared = self.flag("shared", true);
    list.set(i, module.clone(shared ? std::span(kShared) : std::span<const char* const>()));
  }
  return list;
}

template <class F>
void each(Fields& self, const Value& input, F&& f) {
  const int64_t count = input.table().length();
  Fields& list = clones(self, count);
  for (int64_t i = 1; i <= count; ++i) {
    try {
      f(i, list.table(i), input.table().get(i));
    } catch (const Error& error) {
      throw Error(error.kind(), concat("[", i, "].", error.what()));
    }
  }
}

void forward(Fields& self, const Value& input) {
  Fields& out = self.make_table("output");
  each(self, input,
       [&](int64_t i, Fields& module, const Value& x) { out.set(i, module.forward(x)); });
}

void backward(Fields& self, const Value& input, const Value& grad_output) {
  Fields& out = self.make_table("gradInput");
  each(self, input, [&](int64_t i, Fields& module, const Value& x) {
    out.set(i, module.backward(x, grad_output.table().get(i)));
  });
}

void accumulate(Fields& self, const Value& input, const Value& grad_output, double scale) {
  each(self, input, [&](int64_t i, Fields& module, const Value& x) {
    module.accumulate(x, grad_output.table().get(i), scale);
  });
}

constexpr Layer kLayers[] = {{"nn.MapTable", forward, backward, accumulate}};

}  // namespace

Layers map_table_layers() { return kLayers; }

}  // namespace tocha::nn
